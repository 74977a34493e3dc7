// Five networks, eight cities: enough for every rule.
import { Atlas, type AtlasFile, type Membership, type Place } from "../../src/atlas.ts";

const place = (id: number, name: string, country: string, lon: number, lat: number, names: string[] = []): Place => ({ id, name, country, lon, lat, names });
const of = (network: string, place: number, role: Membership["role"] = "partner", name = ""): Membership => ({ network, place, role, name });

export const file: AtlasFile = {
  programme: { id: "small", name: "Small programme" },
  clusters: [
    { id: "water", name: "Water", names: { en: "Water", fi: "Vesi" } },
    { id: "streets", name: "Streets", names: { en: "Streets" } },
  ],
  networks: [
    { id: "rivers", name: "RIVERS", cluster: "water", lead: 1 },
    { id: "lets-go", name: "LET'S GO!", cluster: "streets", lead: 3 },
    { id: "no-theme", name: "Loose Ends", cluster: null, lead: null },
  ],
  places: [
    place(1, "Munich", "DE", 11.57549, 48.13743, ["München", "Μόναχο", "Мюнхен", "Monaco di Baviera"]),
    place(2, "Malmö", "SE", 13.00073, 55.60587, ["Malmoe", "Мальмё"]),
    place(3, "Łódź", "PL", 19.47395, 51.77058, ["Lodz", "Лодзь"]),
    place(4, "Kuopio", "FI", 27.67703, 62.89238),
    place(5, "Oulu", "FI", 25.46816, 65.01236, ["Uleåborg"]),
    place(6, "Monaco", "MC", 7.41667, 43.73333),
  ],
  memberships: [
    of("rivers", 1, "lead", "City of Munich"), of("rivers", 2), of("rivers", 4, "partner", "Kuopion kaupunki"),
    of("lets-go", 3, "lead"), of("lets-go", 1), of("lets-go", 5),
    of("no-theme", 6), of("no-theme", 5), of("no-theme", 5, "partner", "Oulu Region"),
  ],
};

export const atlas = new Atlas(file);

/** Numbers below 1 that are the same on every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
