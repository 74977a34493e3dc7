// Mentions of several sources to one atlas: geocode each, join what is told twice, report what contradicts.
// Not storage, not how pages are read.
#pragma once

#include "atlas/atlas.hpp"
#include "base/parallel.hpp"
#include "base/report.hpp"
#include "gazetteer/gazetteer.hpp"
#include "gazetteer/geocoder.hpp"
#include "ingest/mentions.hpp"
#include "ingest/overrides.hpp"
#include "ingest/programme_file.hpp"

#include <optional>
#include <vector>

namespace cityweave::ingest {

/// A mention with the place it was given, or why it was given none.
struct PlacedMention {
    Mention mention;
    gazetteer::Geocoding geocoding;    ///< what the words alone gave; empty where coordinates or an override decided
    std::optional<atlas::Place> place; ///< the place used
    double confidence = 0;             ///< 0…1
    std::vector<std::string> reasons;  ///< stable codes, most important first
};

/// What merging needs to know besides the mentions. All outlive the call.
struct MergeContext {
    const ProgrammeFile& programme;
    const Overrides& overrides;
    const gazetteer::Gazetteer& gazetteer;
    const gazetteer::Geocoder& geocoder;
    base::Jobs jobs;
    const atlas::Atlas* former = nullptr; ///< what is added to; none: a new atlas
};

struct Merged {
    atlas::AtlasParts parts;            ///< ready for Atlas::from_parts; links not yet made
    std::vector<PlacedMention> entries; ///< one per mention, in reading order
    base::Report report;                ///< contradictions and refusals: "no-place", "second-lead", "cluster-contradiction" …
};

/// Places each mention: an override first, then the words through the geocoder (a position in the source counts as
/// evidence), then a bare position. Deterministic for any number of jobs.
[[nodiscard]] std::vector<PlacedMention> place_mentions(const std::vector<Mention>& mentions, const MergeContext& context);

/// The whole step. One network per slug (hyphens, known aliases and a typing error ignored, see spellings.hpp); one
/// membership where the same network and place are told by several sources, or as lead and partner by one; two bodies of
/// one town that one source names are two. The programme file wins over headings. What sources contradict each other in
/// is reported with both of them, as source:line: "second-lead", "role-contradiction", "cluster-contradiction",
/// "country-contradiction", "position-contradiction" (5 km or more), "network-spelling".
///
/// Added to a former atlas, mentions are merged as if its sources had been read with them: its clusters and networks keep
/// their order and come first (those the programme file knows, in the file's order), its places and memberships stay,
/// but that a partner becomes a lead. Without a programme file its programme holds on. Telling all of it again changes
/// nothing. The parts equal those of all sources at once, unless sources contradict each other or hang together in what
/// an atlas does not keep (docs/decisions/living-atlas.md). Links are to be made anew.
[[nodiscard]] Merged merge(const Extract& extract, const MergeContext& context);

} // namespace cityweave::ingest
