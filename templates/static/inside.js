"use strict";
// Pages for those who are signed in. Everything works without it.
