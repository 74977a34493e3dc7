#include "ingest/merge.hpp"

#include "base/sha256.hpp"
#include "base/unicode.hpp"
#include "ingest/assembler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace cityweave::ingest {

namespace {

/// The id of a place known only by its coordinates, as design.md fixes it.
std::uint64_t coordinate_place_id(geo::LonLat position) {
    const auto micro = geo::to_micro_degrees(position);
    const auto decimal = [](std::int64_t value) {
        return fmt::format("{}{}.{:06}", value < 0 ? "-" : "", std::abs(value) / 1'000'000, std::abs(value) % 1'000'000);
    };
    const auto digest = base::sha256(fmt::format("{},{}", decimal(micro.lon), decimal(micro.lat)));
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 5; ++i) bits = (bits << 8) | digest[i];
    return (std::uint64_t{1} << 40) + bits;
}

atlas::Place atlas_place(const gazetteer::GazetteerPlace& place, const gazetteer::Gazetteer& gazetteer) {
    return {.id = place.geonameid,
            .name = place.name,
            .country = place.country,
            .position = place.position,
            .population = place.population,
            .search_names = gazetteer.names(place.geonameid)};
}

/// Places mentions one by one; knows the other countries of all of them, and of the atlas they are added to.
class Placer {
public:
    Placer(const std::vector<Mention>& mentions, const MergeContext& context) : context_(context) {
        std::set<std::string> countries;
        for (const auto& mention : mentions)
            if (!mention.country.empty()) countries.insert(mention.country);
        if (context.former)
            for (const auto& place : context.former->places())
                if (!place.country.empty()) countries.insert(place.country);
        countries_.assign(countries.begin(), countries.end());
    }

    [[nodiscard]] PlacedMention place(const Mention& mention) const {
        PlacedMention placed{.mention = mention, .geocoding = {}, .place = {}, .reasons = {}};
        if (by_override(placed) || by_words(placed)) return placed;
        by_position(placed);
        return placed;
    }

private:
    bool by_override(PlacedMention& placed) const {
        const auto pinned = context_.overrides.pinned(placed.mention.partner, placed.mention.country, context_.gazetteer);
        if (!pinned) return false;
        if (!pinned->chosen) {
            placed.reasons = {pinned->refusal};
            return true;
        }
        const auto& best = pinned->candidates.front();
        placed.place = atlas_place(best.place, context_.gazetteer);
        placed.confidence = best.score;
        placed.reasons = best.reasons;
        return true;
    }

    bool by_words(PlacedMention& placed) const {
        const gazetteer::GeocodeContext words{
            .country = placed.mention.country, .other_countries = countries_, .near = placed.mention.position};
        placed.geocoding = context_.geocoder.geocode(placed.mention.partner, words);
        if (!placed.geocoding.chosen) {
            placed.reasons = {placed.geocoding.refusal};
            return false;
        }
        const auto& best = placed.geocoding.candidates.front();
        placed.place = atlas_place(best.place, context_.gazetteer);
        placed.confidence = best.score;
        placed.reasons = best.reasons;
        return true;
    }

    void by_position(PlacedMention& placed) const {
        if (!placed.mention.position) return;
        placed.place = atlas::Place{.id = coordinate_place_id(*placed.mention.position),
                                    .name = placed.mention.partner,
                                    .country = placed.mention.country,
                                    .position = *placed.mention.position,
                                    .search_names = {}};
        placed.confidence = 1;
        placed.reasons.insert(placed.reasons.begin(), "coordinates");
    }

    const MergeContext& context_;
    std::vector<std::string> countries_;
};

/// Known networks keep the programme file's order; others follow in reading order.
void order_networks(atlas::AtlasParts& parts, const ProgrammeFile& programme) {
    std::map<std::string, std::size_t> known;
    for (const auto& network : programme.networks) known.try_emplace(base::slug(network.name), known.size());
    std::vector<std::uint32_t> order(parts.networks.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto position = [&](std::uint32_t row) {
        const auto found = known.find(parts.networks[row].slug);
        return found == known.end() ? known.size() : found->second;
    };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return position(a) < position(b); });
    std::vector<std::uint32_t> renumbered(order.size());
    std::vector<atlas::Network> networks;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        renumbered[order[i]] = i;
        networks.push_back(std::move(parts.networks[order[i]]));
    }
    parts.networks = std::move(networks);
    for (auto& membership : parts.memberships) membership.network = atlas::NetworkId(renumbered[membership.network.row()]);
}

} // namespace

std::vector<PlacedMention> place_mentions(const std::vector<Mention>& mentions, const MergeContext& context) {
    const Placer placer(mentions, context);
    return base::parallel_map(mentions.size(), context.jobs, [&](std::size_t i) { return placer.place(mentions[i]); });
}

Merged merge(const Extract& extract, const MergeContext& context) {
    Merged merged{.parts = {}, .entries = place_mentions(extract.mentions, context), .report = {}};
    const auto told = context.former ? retold(*context.former) : std::vector<PlacedMention>();
    Assembler assembler(context.programme);
    if (context.former)
        assembler.begin(*context.former, told, merged.entries);
    else
        assembler.begin(merged.entries);
    for (const auto& entry : merged.entries) assembler.add(entry);
    for (const auto& point : extract.points) assembler.add(point);
    merged.parts = assembler.take_parts();
    merged.report = assembler.take_report();
    order_networks(merged.parts, context.programme);
    return merged;
}

} // namespace cityweave::ingest
