// Which labels to leave out: a city with several memberships in sight is named once, and the chosen one by its own label.
import type { ExpressionSpecification, FilterSpecification } from "maplibre-gl";
import type { Membership } from "./atlas.ts";

const key = ({ network, place }: Membership): string => `${network} ${place}`;
const keyOfFeature: ExpressionSpecification = ["concat", ["get", "network"], " ", ["to-string", ["get", "place"]]];

/** Of each place the lead's membership is kept, else the first. */
export function repeated(memberships: readonly Membership[]): string[] {
  const kept = new Map<number, Membership>();
  for (const membership of memberships) {
    const other = kept.get(membership.place);
    if (!other || (membership.role === "lead" && other.role !== "lead")) kept.set(membership.place, membership);
  }
  return memberships.filter((membership) => kept.get(membership.place) !== membership).map(key);
}

export function withoutRepeated(filter: FilterSpecification, memberships: readonly Membership[], chosen: number | null): FilterSpecification {
  return ["all", filter, ["!", ["in", keyOfFeature, ["literal", repeated(memberships)]]], ["!=", ["get", "place"], chosen ?? -1]] as FilterSpecification;
}

export function withoutChosen(filter: FilterSpecification, chosen: number | null): FilterSpecification {
  return ["all", filter, ["!=", ["get", "id"], chosen ?? -1]] as FilterSpecification;
}
