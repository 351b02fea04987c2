// The catalog's entries as the service gives them, asked for once.

import * as service from "./service.js";
import { plainId } from "./words.js";

const PARTS = ["muscles", "exercises", "injuries", "sources", "contradictions"];
const entries = new Map(["equipment", "kits", ...PARTS].map((part) => [part, new Map()]));

export async function loadCatalog() {
  const put = (part, list) => {
    for (const entry of list) entries.get(part).set(entry.id, entry);
  };
  const equipment = service.catalog("equipment").then(({ equipment, kits }) => {
    put("equipment", equipment);
    put(
      "kits",
      Object.entries(kits).map(([id, things]) => ({
        id,
        name: `${plainId(id)} kit`,
        equipment: things,
      })),
    );
  });
  await Promise.all([
    equipment,
    ...PARTS.map(async (part) => put(part, await service.catalog(part))),
  ]);
}

export const known = (part) => [...entries.get(part).values()];
export const byId = (part, id) => entries.get(part).get(id);
export const nameOf = (part, id) => byId(part, id)?.name ?? id;
