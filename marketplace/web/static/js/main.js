// Every page loads this; each behaviour is a module that looks for its own data attributes.
import "./theme.js";
import "./menu.js";
import "./dialog.js";
import "./keys.js";
import "./lines.js";
import "./toasts.js";
import "./countdown.js";
import "./copy.js";
import "./upload.js";
import "./live.js";
