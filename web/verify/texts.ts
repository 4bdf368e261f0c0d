// What is said of a statement, in two languages.

import english from "../texts/verify.en.ftl";
import indonesian from "../texts/verify.id.ftl";
import { type Language, Texts } from "../common/texts.ts";

export const texts = (language: Language): Texts => new Texts(language, { id: indonesian, en: english });
