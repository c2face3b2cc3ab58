// Summaries: what is nicer with JavaScript where they are written and read. Every page works without this file.
"use strict";
