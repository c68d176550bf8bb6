//! The page's own style and script, in the order in which they are put together.

/// The colours, light and dark, as variables of a style sheet: for pages that stand beside this one.
pub const COLOURS: &str = include_str!("../../page/css/colours.css");

/// The style sheet, but for its colours.
pub(super) const STYLE: &str = concat!(
    include_str!("../../page/css/frame.css"),
    include_str!("../../page/css/controls.css"),
    include_str!("../../page/css/panels.css"),
    include_str!("../../page/css/grid.css"),
    include_str!("../../page/css/print.css"),
);

/// The script.
pub(super) const SCRIPT: &str = concat!(
    include_str!("../../page/js/words.js"),
    include_str!("../../page/js/run.js"),
    include_str!("../../page/js/kinds.js"),
    include_str!("../../page/js/states.js"),
    include_str!("../../page/js/messages.js"),
    include_str!("../../page/js/lines.js"),
    include_str!("../../page/js/faults.js"),
    include_str!("../../page/js/causes.js"),
    include_str!("../../page/js/axis.js"),
    include_str!("../../page/js/filters.js"),
    include_str!("../../page/js/colours.js"),
    include_str!("../../page/js/lanes.js"),
    include_str!("../../page/js/paint-lanes.js"),
    include_str!("../../page/js/paint-messages.js"),
    include_str!("../../page/js/paint-marks.js"),
    include_str!("../../page/js/paint.js"),
    include_str!("../../page/js/overview.js"),
    include_str!("../../page/js/pick.js"),
    include_str!("../../page/js/details.js"),
    include_str!("../../page/js/message-details.js"),
    include_str!("../../page/js/state-details.js"),
    include_str!("../../page/js/grid.js"),
    include_str!("../../page/js/list.js"),
    include_str!("../../page/js/search.js"),
    include_str!("../../page/js/jump.js"),
    include_str!("../../page/js/controls.js"),
    include_str!("../../page/js/pointer.js"),
    include_str!("../../page/js/keys.js"),
    include_str!("../../page/js/main.js"),
);
