// What a page has that only says where something moved.

import { followMovedPage } from "./redirect.js";

followMovedPage(document);
