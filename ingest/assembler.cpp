#include "ingest/assembler.hpp"

#include "base/unicode.hpp"
#include "gazetteer/countries.hpp"
#include "geo/geodesic.hpp"
#include "ingest/spellings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <sstream>
#include <tuple>

namespace cityweave::ingest {

namespace {

/// Positions farther apart are not of one partner.
constexpr double same_town_metres = 5'000;

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

} // namespace

std::vector<PlacedMention> retold(const atlas::Atlas& atlas) {
    std::vector<PlacedMention> told;
    told.reserve(atlas.memberships().size());
    for (const auto& membership : atlas.memberships()) {
        const auto& network = atlas.network(membership.network);
        const auto& place = atlas.place(membership.place);
        told.push_back({.mention = {.network = network.name,
                                    .cluster = network.cluster ? atlas.cluster(*network.cluster).name : std::string(),
                                    .role = membership.role,
                                    .partner = membership.partner,
                                    .country = place.country,
                                    .source = membership.source,
                                    .line = membership.line},
                        .geocoding = {},
                        .place = place,
                        .confidence = membership.confidence,
                        .reasons = {}});
    }
    std::stable_sort(told.begin(), told.end(), [](const auto& a, const auto& b) {
        return std::tie(a.mention.source, a.mention.line) < std::tie(b.mention.source, b.mention.line);
    });
    return told;
}

Assembler::Assembler(const ProgrammeFile& programme) : programme_(programme) {
    parts_.programme = programme.programme;
    for (const auto& network : programme.networks) {
        known_.try_emplace(identity_key(network.name), &network);
        for (const auto& alias : network.aliases) known_.try_emplace(identity_key(alias), &network);
    }
}

void Assembler::begin(std::span<const PlacedMention> entries) {
    for (const auto& cluster : programme_.clusters) add_cluster(cluster);
    find_misspelt({}, entries);
}

void Assembler::begin(const atlas::Atlas& former, std::span<const PlacedMention> told, std::span<const PlacedMention> entries) {
    former_ = told;
    if (!is_told(programme_)) parts_.programme = former.programme();
    const auto clusters = add_clusters_of(former);
    find_misspelt(former.networks(), entries);
    add_networks_of(former, clusters);
    for (const auto& entry : told) add_former(entry);
    for (const auto& point : former.page_points()) {
        points_.emplace(point.source, point.line, point.label, point.position.lon(), point.position.lat());
        parts_.page_points.push_back(point);
    }
}

void Assembler::add(const PlacedMention& entry) {
    const auto network = network_of(entry.mention);
    if (!network) return;
    settle_cluster(*network, entry.mention);
    if (!entry.place) {
        report_.add(about(entry.mention, "no-place", entry.mention.partner, fmt::format("a town ({})", fmt::join(entry.reasons, ", "))));
        return;
    }
    add_membership(*network, add_place(*entry.place), entry);
}

void Assembler::add(const PagePointMention& point) {
    if (points_.contains({point.source, point.line, point.label, point.position.lon(), point.position.lat()})) return;
    parts_.page_points.push_back({.label = point.label, .position = point.position, .source = point.source, .line = point.line});
}

atlas::ClusterId Assembler::add_cluster(atlas::Cluster cluster) {
    const atlas::ClusterId id(static_cast<std::uint32_t>(parts_.clusters.size()));
    clusters_.try_emplace(identity_key(cluster.slug), id);
    clusters_.try_emplace(identity_key(cluster.name), id);
    for (const auto& [language, name] : cluster.names) clusters_.try_emplace(identity_key(name), id);
    parts_.clusters.push_back(std::move(cluster));
    return id;
}

/// Its clusters, then those of the programme file that it lacks. Gives what its ids have become.
std::vector<atlas::ClusterId> Assembler::add_clusters_of(const atlas::Atlas& former) {
    const auto by_slug = [](const auto& clusters, const std::string& slug) {
        return std::find_if(clusters.begin(), clusters.end(), [&](const atlas::Cluster& cluster) { return cluster.slug == slug; });
    };
    const auto is_same = [](const atlas::Cluster& a, const atlas::Cluster& b) {
        return identity_key(a.slug) == identity_key(b.slug) || identity_key(a.name) == identity_key(b.name);
    };
    const auto& file = programme_.clusters;
    std::vector<atlas::ClusterId> ids;
    for (const auto& cluster : former.clusters()) {
        const auto told = std::find_if(file.begin(), file.end(), [&](const auto& other) { return is_same(cluster, other); });
        const auto& taken = told == file.end() ? cluster : *told;
        const auto there = by_slug(parts_.clusters, taken.slug) - parts_.clusters.begin();
        const bool is_new = there == std::ssize(parts_.clusters);
        ids.push_back(is_new ? add_cluster(taken) : atlas::ClusterId(static_cast<std::uint32_t>(there)));
        // By the atlas's own words too: its memberships are told with them.
        clusters_.try_emplace(identity_key(cluster.name), ids.back());
    }
    for (const auto& cluster : file)
        if (by_slug(parts_.clusters, cluster.slug) == parts_.clusters.end()) add_cluster(cluster);
    return ids;
}

void Assembler::add_networks_of(const atlas::Atlas& former, const std::vector<atlas::ClusterId>& clusters) {
    for (const auto& network : former.networks()) {
        const auto id = network_of({.network = network.name, .cluster = {}, .partner = {}, .country = {}, .source = {}});
        if (!id) continue; // its name was made unusable elsewhere, which is reported
        networks_.try_emplace(identity_key(network.slug), *id);
        auto& cluster = parts_.networks[id->row()].cluster;
        if (!cluster && network.cluster) cluster = clusters[network.cluster->row()];
    }
}

/// What stood apart in the atlas stays apart, unless its networks have turned out to be one.
void Assembler::add_former(const PlacedMention& told) {
    const auto& mention = told.mention;
    const auto network = network_of(mention);
    if (!network) return;
    settle_cluster(*network, mention);
    const auto place = add_place(*told.place);
    const auto& here = by_network_place_[{*network, place}];
    const auto same =
        std::find_if(here.begin(), here.end(), [&](std::size_t row) { return parts_.memberships[row].partner == mention.partner; });
    const auto row = same == here.end() ? add_row(*network, place, told) : *same;
    if (same != here.end()) told_[row].push_back(&mention);
    former_rows_[{*network, base::fold_exact(mention.partner)}].push_back(row);
    if (mention.role == atlas::Role::lead) make_lead(row, mention);
}

/// The key a name is told by: of the programme file's name for aliases, of the right spelling for others.
std::string Assembler::key_of(const std::string& name) const {
    auto key = identity_key(name);
    const auto known = known_.find(key);
    return known == known_.end() ? key : identity_key(known->second->name);
}

/// Among the networks of an atlas there was, what it was told, and what will be added; the earlier spelling is right.
void Assembler::find_misspelt(std::span<const atlas::Network> former, std::span<const PlacedMention> entries) {
    std::map<std::string, Spelling> spellings;
    std::map<std::string, std::size_t> order;
    std::set<std::string> known;
    for (const auto& network : former) order.try_emplace(key_of(network.name), order.size());
    for (const auto& told : {former_, entries})
        for (const auto& entry : told) {
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
    for (const auto& told : {former_, entries})
        for (const auto& entry : told) first_told_.try_emplace(key_of(entry.mention.network), &entry.mention);
    for (const auto& [wrong, right] : misspelt_)
        report_.add(about(*first_told_.at(wrong), "network-spelling", first_told_.at(wrong)->network,
                          fmt::format("{} as {} says; taken for the same network, which shares its partners",
                                      first_told_.at(right)->network, teller(*first_told_.at(right)))));
}

std::optional<atlas::NetworkId> Assembler::network_of(const Mention& mention) {
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
const Mention& Assembler::first_spelling(const std::string& key, const Mention& mention) const {
    const auto told = first_told_.find(key);
    return told == first_told_.end() ? mention : *told->second;
}

void Assembler::begin_network(const Mention& mention, const KnownNetwork* known) {
    const auto& name = known ? known->name : mention.network;
    atlas::Network network{.slug = base::slug(name), .name = name, .cluster = {}};
    if (known && !known->cluster.empty()) network.cluster = clusters_.at(identity_key(known->cluster));
    parts_.networks.push_back(std::move(network));
}

void Assembler::settle_cluster(atlas::NetworkId id, const Mention& mention) {
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
                                  former == cluster_told_.end() ? "the programme file" : teller(*former->second))));
}

std::optional<atlas::ClusterId> Assembler::cluster_of(const Mention& mention) {
    const auto key = identity_key(mention.cluster);
    if (const auto found = clusters_.find(key); found != clusters_.end()) return found->second;
    auto slug = base::slug(mention.cluster);
    if (slug.empty() || slug == "all") {
        report_.add(about(mention, "cluster-name", mention.cluster, "a name with letters or digits, other than \"all\""));
        return std::nullopt;
    }
    if (!programme_.clusters.empty()) report_.add(about(mention, "cluster-unknown", mention.cluster, "a cluster of the programme file"));
    return add_cluster({.slug = std::move(slug), .name = mention.cluster, .names = {}, .hue = {}, .shape = {}});
}

atlas::PlaceId Assembler::add_place(const atlas::Place& place) {
    const auto [found, is_new] = places_.try_emplace(place.id, static_cast<std::uint32_t>(parts_.places.size()));
    if (is_new) parts_.places.push_back(place);
    return found->second;
}

void Assembler::add_membership(atlas::NetworkId network, atlas::PlaceId place, const PlacedMention& entry) {
    const auto& mention = entry.mention;
    const auto row = row_of(by_network_place_[{network, place}], mention);
    compare_facts(network, mention);
    compare_with_former(network, place, mention);
    if (row) {
        told_[*row].push_back(&mention);
        if (mention.role == atlas::Role::lead) make_lead(*row, mention);
        return compare_roles(*row, mention);
    }
    const auto added = add_row(network, place, entry);
    if (mention.role == atlas::Role::lead) make_lead(added, mention);
}

std::size_t Assembler::add_row(atlas::NetworkId network, atlas::PlaceId place, const PlacedMention& entry) {
    const auto row = parts_.memberships.size();
    by_network_place_[{network, place}].push_back(row);
    told_.push_back({&entry.mention});
    parts_.memberships.push_back({.network = network,
                                  .place = place,
                                  .role = atlas::Role::partner,
                                  .partner = entry.mention.partner,
                                  .source = entry.mention.source,
                                  .line = entry.mention.line,
                                  .confidence = entry.confidence});
    return row;
}

/// The membership at this place that the mention tells again: of the same name; else of a name that holds the other
/// ("Genk", "Municipality of Genk"), in another source or as its lead; else another source's word for the place,
/// unless this source has told it under another name already: then these are two bodies of one town.
std::optional<std::size_t> Assembler::row_of(const Rows& here, const Mention& mention) const {
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
void Assembler::compare_facts(atlas::NetworkId network, const Mention& mention) {
    const auto key = std::pair(network, base::fold_exact(mention.partner));
    if (!mention.country.empty()) {
        const auto& former = *country_told_.try_emplace(key, &mention).first->second;
        if (former.country != mention.country)
            report_.add(about(mention, "country-contradiction", fmt::format("{} in {}", mention.partner, mention.country),
                              fmt::format("{}, as {} says; both are kept", former.country, teller(former))));
    }
    if (!mention.position) return;
    const auto& former = *position_told_.try_emplace(key, &mention).first->second;
    if (former.country == mention.country && geo::distance(*former.position, *mention.position).value() > same_town_metres)
        report_.add(about(mention, "position-contradiction",
                          fmt::format("{} at {} {}", mention.partner, mention.position->lon(), mention.position->lat()),
                          fmt::format("{} {}, as {} says", former.position->lon(), former.position->lat(), teller(former))));
}

/// The atlas there was has a partner of this name in this network, but elsewhere: in another country, or too far from where
/// the source has it. What the atlas's own sources said of country and position is not kept, so its place stands for it.
void Assembler::compare_with_former(atlas::NetworkId network, atlas::PlaceId place, const Mention& mention) {
    const auto found = former_rows_.find({network, base::fold_exact(mention.partner)});
    if (found == former_rows_.end()) return;
    const auto& rows = found->second;
    if (std::any_of(rows.begin(), rows.end(), [&](std::size_t row) { return parts_.memberships[row].place == place; })) return;
    const auto row = rows.front();
    const auto& former = parts_.places[parts_.memberships[row].place.row()];
    const auto& told = *told_[row].front();
    if (!mention.country.empty() && !former.country.empty() && mention.country != former.country &&
        mention.country != gazetteer::Countries::sovereign(former.country))
        report_.add(about(mention, "country-contradiction", fmt::format("{} in {}", mention.partner, mention.country),
                          fmt::format("{}, as {} says; both are kept", former.country, teller(told))));
    else if (mention.position && geo::distance(former.position, *mention.position).value() > same_town_metres)
        report_.add(about(mention, "position-contradiction",
                          fmt::format("{} at {} {}", mention.partner, mention.position->lon(), mention.position->lat()),
                          fmt::format("{} {}, as {} says", former.position.lon(), former.position.lat(), teller(told))));
}

/// Two sources that give one membership two roles. Within one, a lead that is also listed is no contradiction.
void Assembler::compare_roles(std::size_t row, const Mention& mention) {
    const auto& all = told_[row];
    const auto other = std::find_if(all.begin(), all.end(), [&](const Mention* m) { return m->role != mention.role; });
    if (other == all.end() || (*other)->source == mention.source) return;
    report_.add(about(mention, "role-contradiction", fmt::format("{} as {}", mention.partner, atlas::name_of(mention.role)),
                      fmt::format("{} of {}, as {} says; kept as {}", atlas::name_of((*other)->role),
                                  parts_.networks[parts_.memberships[row].network.row()].name, teller(**other),
                                  atlas::name_of(parts_.memberships[row].role))));
}

/// "a.txt:3", the other side of a contradiction; "the atlas (a.txt:3)" for what stood there before.
std::string Assembler::teller(const Mention& mention) const {
    const auto place = mention.line > 0 ? fmt::format("{}:{}", mention.source, mention.line) : mention.source;
    const std::less<> before;
    const bool of_atlas = !former_.empty() && !before(&mention, &former_.front().mention) && !before(&former_.back().mention, &mention);
    return of_atlas ? fmt::format("the atlas ({})", place) : place;
}

void Assembler::make_lead(std::size_t row, const Mention& mention) {
    auto& membership = parts_.memberships[row];
    const auto [lead, is_new] = leads_.try_emplace(membership.network, Lead{membership.place, &mention});
    if (is_new || lead->second.place == membership.place) {
        membership.role = atlas::Role::lead;
        return;
    }
    report_.add(about(mention, "second-lead", mention.partner,
                      fmt::format("one lead of {}, {} as {} says; kept as a partner", parts_.networks[membership.network.row()].name,
                                  lead->second.told->partner, teller(*lead->second.told))));
}

} // namespace cityweave::ingest
