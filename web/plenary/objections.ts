// Objections of the region and everything in it: by when they are answered, what came of them, and the answers.

import { listed } from "../common/objections.ts";
import type { Hall, View } from "./data.ts";

export async function objections(hall: Hall): Promise<View> {
  const { contest, region } = hall.plenary;
  const around = { ...hall, keyPage: "/#/key", again: () => void hall.again(), failed: (error: unknown) => hall.failed(error) };
  return { body: await listed(around, contest, region) };
}
