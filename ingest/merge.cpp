#include "ingest/merge.hpp"

#include "base/sha256.hpp"
#include "base/unicode.hpp"
#include "geo/geodesic.hpp"
#include "ingest/spellings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <tuple>
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

/// "a.txt:3", the other side of a contradiction.
std::string place_in_source(const Mention& mention) {
    return mention.line > 0 ? fmt::format("{}:{}", mention.source, mention.line) : mention.source;
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
    /// `entries` outlive the assembler.
    Assembler(const ProgrammeFile& programme, const std::vector<PlacedMention>& entries) : programme_(programme) {
        parts_.programme = programme.programme;
        for (const auto& cluster : programme.clusters) add_cluster(cluster);
        for (const auto& network : programme.networks) know_network(network);
        find_misspelt(entries);
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

    /// The key a name is told by: of the programme file's name for aliases, of the right spelling for others.
    [[nodiscard]] std::string key_of(const std::string& name) const {
        auto key = identity_key(name);
        const auto known = known_.find(key);
        return known == known_.end() ? key : identity_key(known->second->name);
    }

    void find_misspelt(const std::vector<PlacedMention>& entries) {
        std::map<std::string, Spelling> spellings;
        std::map<std::string, std::size_t> order;
        std::set<std::string> known;
        for (const auto& entry : entries) {
            const auto key = key_of(entry.mention.network);
            if (key.empty()) continue;
            order.try_emplace(key, order.size());
            auto& spelling = spellings[key];
            spelling.key = key;
            if (entry.place) spelling.places.insert(entry.place->id);
            if (known_.contains(key)) known.insert(key);
        }
        misspelt_ = misspelt_keys(spellings, known, order);
        if (misspelt_.empty()) return;
        for (const auto& entry : entries) first_told_.try_emplace(key_of(entry.mention.network), &entry.mention);
        for (const auto& [wrong, right] : misspelt_)
            report_.add(about(*first_told_.at(wrong), "network-spelling", first_told_.at(wrong)->network,
                              fmt::format("{} as {} says; taken for the same network, which shares its partners",
                                          first_told_.at(right)->network, place_in_source(*first_told_.at(right)))));
    }

    std::optional<atlas::NetworkId> network_of(const Mention& mention) {
        auto key = key_of(mention.network);
        if (const auto right = misspelt_.find(key); right != misspelt_.end()) key = right->second;
        const auto known = known_.find(key);
        if (key.empty() || key == "all") {
            report_.add(about(mention, "network-name", mention.network, "a name with letters or digits, other than \"all\""));
            return std::nullopt;
        }
        const auto [found, is_new] = networks_.try_emplace(key, static_cast<std::uint32_t>(parts_.networks.size()));
        if (is_new) begin_network(first_spelling(key, mention), known == known_.end() ? nullptr : known->second);
        return found->second;
    }

    /// A network's name is the right spelling, though the misspelt one came first.
    [[nodiscard]] const Mention& first_spelling(const std::string& key, const Mention& mention) const {
        const auto told = first_told_.find(key);
        return told == first_told_.end() ? mention : *told->second;
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
        if (*network.cluster == *told) cluster_told_.try_emplace(id, &mention);
        if (*network.cluster == *told || !contradicted_.insert({id, *told}).second) return;
        const auto former = cluster_told_.find(id);
        report_.add(about(mention, "cluster-contradiction", mention.cluster,
                          fmt::format("{} for {}, as {} says", parts_.clusters[network.cluster->row()].name, network.name,
                                      former == cluster_told_.end() ? "the programme file" : place_in_source(*former->second))));
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
        const auto row = row_of(here, mention);
        compare_facts(network, mention);
        if (row) {
            told_[*row].push_back(&mention);
            if (mention.role == atlas::Role::lead) make_lead(*row, mention);
            return compare_roles(*row, mention);
        }
        here.push_back(parts_.memberships.size());
        told_.push_back({&mention});
        parts_.memberships.push_back({.network = network,
                                      .place = place,
                                      .role = atlas::Role::partner,
                                      .partner = mention.partner,
                                      .source = mention.source,
                                      .line = mention.line,
                                      .confidence = entry.confidence});
        if (mention.role == atlas::Role::lead) make_lead(here.back(), mention);
    }

    /// The membership at this place that the mention tells again: of the same name; else of a name that holds the other
    /// ("Genk", "Municipality of Genk"), in another source or as its lead; else another source's word for the place,
    /// unless this source has told it under another name already: then these are two bodies of one town.
    [[nodiscard]] std::optional<std::size_t> row_of(const std::vector<std::size_t>& here, const Mention& mention) const {
        const auto first = [&](auto fits) {
            const auto found = std::find_if(here.begin(), here.end(), fits);
            return found == here.end() ? std::nullopt : std::optional(*found);
        };
        const auto told_here = [&](std::size_t row) {
            const auto& all = told_[row];
            return std::any_of(all.begin(), all.end(), [&](const Mention* m) { return m->source == mention.source; });
        };
        const auto same_name = [&](std::size_t row) {
            const auto& all = told_[row];
            return std::any_of(all.begin(), all.end(), [&](const Mention* m) { return m->partner == mention.partner; });
        };
        const auto holds_name = [&](std::size_t row) {
            const auto& former = parts_.memberships[row];
            return same_body(former.partner, mention.partner) && (!told_here(row) || former.role != mention.role);
        };
        if (const auto row = first(same_name)) return row;
        if (const auto row = first(holds_name)) return row;
        return first([&](std::size_t row) { return !told_here(row); });
    }

    /// A partner of one name in one network has one country and stands at one place.
    void compare_facts(atlas::NetworkId network, const Mention& mention) {
        const auto key = std::pair(network, base::fold_exact(mention.partner));
        if (!mention.country.empty()) {
            const auto& former = *country_told_.try_emplace(key, &mention).first->second;
            if (former.country != mention.country)
                report_.add(about(mention, "country-contradiction", fmt::format("{} in {}", mention.partner, mention.country),
                                  fmt::format("{}, as {} says; both are kept", former.country, place_in_source(former))));
        }
        if (!mention.position) return;
        constexpr double same_town_metres = 5'000;
        const auto& former = *position_told_.try_emplace(key, &mention).first->second;
        if (former.country == mention.country && geo::distance(*former.position, *mention.position).value() > same_town_metres)
            report_.add(about(mention, "position-contradiction",
                              fmt::format("{} at {} {}", mention.partner, mention.position->lon(), mention.position->lat()),
                              fmt::format("{} {}, as {} says", former.position->lon(), former.position->lat(), place_in_source(former))));
    }

    /// Two sources that give one membership two roles. Within one, a lead that is also listed is no contradiction.
    void compare_roles(std::size_t row, const Mention& mention) {
        const auto& all = told_[row];
        const auto other = std::find_if(all.begin(), all.end(), [&](const Mention* m) { return m->role != mention.role; });
        if (other == all.end() || (*other)->source == mention.source) return;
        report_.add(about(mention, "role-contradiction", fmt::format("{} as {}", mention.partner, atlas::name_of(mention.role)),
                          fmt::format("{} of {}, as {} says; kept as {}", atlas::name_of((*other)->role),
                                      parts_.networks[parts_.memberships[row].network.row()].name, place_in_source(**other),
                                      atlas::name_of(parts_.memberships[row].role))));
    }

    void make_lead(std::size_t row, const Mention& mention) {
        auto& membership = parts_.memberships[row];
        const auto [lead, is_new] = leads_.try_emplace(membership.network, Lead{membership.place, &mention});
        if (is_new || lead->second.place == membership.place) {
            membership.role = atlas::Role::lead;
            return;
        }
        report_.add(about(mention, "second-lead", mention.partner,
                          fmt::format("one lead of {}, {} as {} says; kept as a partner", parts_.networks[membership.network.row()].name,
                                      lead->second.told->partner, place_in_source(*lead->second.told))));
    }

    struct Lead {
        atlas::PlaceId place;
        const Mention* told;
    };

    const ProgrammeFile& programme_;
    atlas::AtlasParts parts_;
    base::Report report_;
    std::map<std::string, atlas::ClusterId> clusters_;
    std::map<std::string, const KnownNetwork*> known_;
    std::map<std::string, atlas::NetworkId> networks_;
    std::map<std::uint64_t, atlas::PlaceId> places_;
    std::map<std::pair<atlas::NetworkId, atlas::PlaceId>, std::vector<std::size_t>> by_network_place_;
    std::vector<std::vector<const Mention*>> told_; ///< by row of memberships: who tells it
    std::map<atlas::NetworkId, Lead> leads_;
    std::map<std::string, std::string> misspelt_;      ///< keys of networks, to the right ones
    std::map<std::string, const Mention*> first_told_; ///< by key; filled where some are misspelt
    std::map<atlas::NetworkId, const Mention*> cluster_told_;
    std::map<std::pair<atlas::NetworkId, std::string>, const Mention*> country_told_;
    std::map<std::pair<atlas::NetworkId, std::string>, const Mention*> position_told_;
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
    Assembler assembler(context.programme, merged.entries);
    for (const auto& entry : merged.entries) assembler.add(entry);
    for (const auto& point : extract.points) assembler.add_point(point);
    merged.parts = assembler.take_parts();
    merged.report = assembler.take_report();
    order_networks(merged.parts, context.programme);
    return merged;
}

} // namespace cityweave::ingest
