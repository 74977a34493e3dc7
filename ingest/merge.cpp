#include "ingest/merge.hpp"

#include "base/sha256.hpp"
#include "base/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

namespace cityweave::ingest {

namespace {

/// What equal networks and clusters are recognised by: the slug without hyphens.
std::string identity_key(const std::string& name) {
    auto key = base::slug(name);
    std::erase(key, '-');
    return key;
}

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

/// Places mentions one by one; knows the other countries of all of them.
class Placer {
public:
    Placer(const std::vector<Mention>& mentions, const MergeContext& context) : context_(context) {
        std::set<std::string> countries;
        for (const auto& mention : mentions)
            if (!mention.country.empty()) countries.insert(mention.country);
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

base::Problem about(const Mention& mention, std::string code, std::string found, std::string expected) {
    return {.code = std::move(code),
            .source = mention.source,
            .line = mention.line,
            .found = std::move(found),
            .expected = std::move(expected)};
}

/// True if every word of one name stands in the other: "Genk" and "Municipality of Genk".
bool same_body(const std::string& a, const std::string& b) {
    const auto words = [](const std::string& name) {
        std::istringstream stream(base::fold_for_search(name));
        return std::set<std::string>(std::istream_iterator<std::string>(stream), {});
    };
    const auto first = words(a);
    const auto second = words(b);
    return std::includes(first.begin(), first.end(), second.begin(), second.end()) ||
           std::includes(second.begin(), second.end(), first.begin(), first.end());
}

/// Builds the tables of an atlas from placed mentions.
class Assembler {
public:
    explicit Assembler(const ProgrammeFile& programme) : programme_(programme) {
        parts_.programme = programme.programme;
        for (const auto& cluster : programme.clusters) add_cluster(cluster);
        for (const auto& network : programme.networks) know_network(network);
    }

    void add(const PlacedMention& entry) {
        const auto network = network_of(entry.mention);
        if (!network) return;
        settle_cluster(*network, entry.mention);
        if (!entry.place) {
            report_.add(
                about(entry.mention, "no-place", entry.mention.partner, fmt::format("a town ({})", fmt::join(entry.reasons, ", "))));
            return;
        }
        add_membership(*network, add_place(*entry.place), entry);
    }

    void add_point(const PagePointMention& point) {
        parts_.page_points.push_back({.label = point.label, .position = point.position, .source = point.source, .line = point.line});
    }

    [[nodiscard]] atlas::AtlasParts take_parts() { return std::move(parts_); }
    [[nodiscard]] base::Report take_report() { return std::move(report_); }

private:
    atlas::ClusterId add_cluster(atlas::Cluster cluster) {
        const atlas::ClusterId id(static_cast<std::uint32_t>(parts_.clusters.size()));
        clusters_.try_emplace(identity_key(cluster.slug), id);
        clusters_.try_emplace(identity_key(cluster.name), id);
        for (const auto& [language, name] : cluster.names) clusters_.try_emplace(identity_key(name), id);
        parts_.clusters.push_back(std::move(cluster));
        return id;
    }

    void know_network(const KnownNetwork& network) {
        known_.try_emplace(identity_key(network.name), &network);
        for (const auto& alias : network.aliases) known_.try_emplace(identity_key(alias), &network);
    }

    std::optional<atlas::NetworkId> network_of(const Mention& mention) {
        auto key = identity_key(mention.network);
        const auto known = known_.find(key);
        if (known != known_.end()) key = identity_key(known->second->name);
        if (key.empty() || key == "all") {
            report_.add(about(mention, "network-name", mention.network, "a name with letters or digits, other than \"all\""));
            return std::nullopt;
        }
        const auto [found, is_new] = networks_.try_emplace(key, static_cast<std::uint32_t>(parts_.networks.size()));
        if (is_new) begin_network(mention, known == known_.end() ? nullptr : known->second);
        return found->second;
    }

    void begin_network(const Mention& mention, const KnownNetwork* known) {
        const auto& name = known ? known->name : mention.network;
        atlas::Network network{.slug = base::slug(name), .name = name, .cluster = {}};
        if (known && !known->cluster.empty()) network.cluster = clusters_.at(identity_key(known->cluster));
        parts_.networks.push_back(std::move(network));
    }

    void settle_cluster(atlas::NetworkId id, const Mention& mention) {
        if (mention.cluster.empty()) return;
        const auto told = cluster_of(mention);
        if (!told) return;
        auto& network = parts_.networks[id.row()];
        if (!network.cluster) network.cluster = told;
        if (*network.cluster == *told || !contradicted_.insert({id, *told}).second) return;
        report_.add(about(mention, "cluster-contradiction", mention.cluster,
                          fmt::format("{} as told before for {}", parts_.clusters[network.cluster->row()].name, network.name)));
    }

    std::optional<atlas::ClusterId> cluster_of(const Mention& mention) {
        const auto key = identity_key(mention.cluster);
        if (const auto found = clusters_.find(key); found != clusters_.end()) return found->second;
        auto slug = base::slug(mention.cluster);
        if (slug.empty() || slug == "all") {
            report_.add(about(mention, "cluster-name", mention.cluster, "a name with letters or digits, other than \"all\""));
            return std::nullopt;
        }
        if (!programme_.clusters.empty())
            report_.add(about(mention, "cluster-unknown", mention.cluster, "a cluster of the programme file"));
        return add_cluster({.slug = std::move(slug), .name = mention.cluster, .names = {}, .hue = {}, .shape = {}});
    }

    atlas::PlaceId add_place(const atlas::Place& place) {
        const auto [found, is_new] = places_.try_emplace(place.id, static_cast<std::uint32_t>(parts_.places.size()));
        if (is_new) parts_.places.push_back(place);
        return found->second;
    }

    void add_membership(atlas::NetworkId network, atlas::PlaceId place, const PlacedMention& entry) {
        const auto& mention = entry.mention;
        auto& here = by_network_place_[{network, place}];
        const auto told =
            std::find_if(here.begin(), here.end(), [&](std::size_t row) { return is_same(parts_.memberships[row], mention); });
        if (told != here.end()) {
            if (mention.role == atlas::Role::lead) make_lead(parts_.memberships[*told], mention);
            return;
        }
        here.push_back(parts_.memberships.size());
        parts_.memberships.push_back({.network = network,
                                      .place = place,
                                      .role = atlas::Role::partner,
                                      .partner = mention.partner,
                                      .source = mention.source,
                                      .line = mention.line,
                                      .confidence = entry.confidence});
        if (mention.role == atlas::Role::lead) make_lead(parts_.memberships.back(), mention);
    }

    /// Another source naming the same place tells the same membership again; within one source only an equal name
    /// does, or a lead that is also listed ("Genk", "Municipality of Genk").
    [[nodiscard]] static bool is_same(const atlas::Membership& former, const Mention& mention) {
        if (former.partner == mention.partner || former.source != mention.source) return true;
        return former.role != mention.role && same_body(former.partner, mention.partner);
    }

    void make_lead(atlas::Membership& membership, const Mention& mention) {
        const auto [lead, is_new] = leads_.try_emplace(membership.network, membership.place);
        if (is_new || lead->second == membership.place) {
            membership.role = atlas::Role::lead;
            return;
        }
        report_.add(about(mention, "second-lead", mention.partner,
                          fmt::format("one lead of {}; kept as a partner", parts_.networks[membership.network.row()].name)));
    }

    const ProgrammeFile& programme_;
    atlas::AtlasParts parts_;
    base::Report report_;
    std::map<std::string, atlas::ClusterId> clusters_;
    std::map<std::string, const KnownNetwork*> known_;
    std::map<std::string, atlas::NetworkId> networks_;
    std::map<std::uint64_t, atlas::PlaceId> places_;
    std::map<std::pair<atlas::NetworkId, atlas::PlaceId>, std::vector<std::size_t>> by_network_place_;
    std::map<atlas::NetworkId, atlas::PlaceId> leads_;
    std::set<std::pair<atlas::NetworkId, atlas::ClusterId>> contradicted_;
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
    Assembler assembler(context.programme);
    for (const auto& entry : merged.entries) assembler.add(entry);
    for (const auto& point : extract.points) assembler.add_point(point);
    merged.parts = assembler.take_parts();
    merged.report = assembler.take_report();
    order_networks(merged.parts, context.programme);
    return merged;
}

} // namespace cityweave::ingest
