// The officers' pages.

import { fill, make } from "../common/dom.ts";
import { Texts, language } from "../common/texts.ts";
import english from "../texts/desk.en.ftl";
import indonesian from "../texts/desk.id.ftl";

const texts = new Texts(language(), { id: indonesian, en: english });
document.documentElement.lang = texts.language;
document.title = texts.say("title");
const page = document.getElementById("page");
if (page) fill(page, make("h1", {}, texts.say("title")));
