#include "atlas/gpkg_store.hpp"

#include "atlas/gpkg_table.hpp"
#include "atlas/outside_ids.hpp"
#include "atlas/place_facts.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/whole_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace cityweave::atlas {

namespace {

using base::Json;
using Column = GpkgColumn;

constexpr const char* format_version = "1";

std::string json_text(const Names& names) {
    std::vector<base::JsonObject::Member> members;
    for (const auto& [language, text] : names) members.emplace_back(language, text);
    return to_text(Json(base::JsonObject::from_distinct(std::move(members))));
}

std::string json_text(const std::vector<std::string>& texts) {
    return to_text(Json(base::JsonArray(texts.begin(), texts.end())));
}

std::string slug_of(const Atlas& atlas, std::optional<ClusterId> cluster) {
    return cluster ? atlas.cluster(*cluster).slug : std::string();
}

/// Rows are numbered from 1, as GeoPackage does.
std::int64_t number_of(std::size_t row) {
    return static_cast<std::int64_t>(row) + 1;
}

void write_programme(GpkgFile& file, const Atlas& atlas) {
    GpkgTableWriter table(file, {"programme", "What holds for the whole atlas", GpkgGeometry::none, "fid"},
                          {{"key", Column::text}, {"value", Column::text}});
    const Programme& p = atlas.programme();
    const std::pair<const char*, std::string> rows[] = {
        {"format", format_version}, {"id", p.id}, {"name", p.name}, {"crs", p.crs}, {"sources", json_text(p.sources)}};
    std::int64_t number = 0;
    for (const auto& [key, value] : rows) table.begin(++number).text(key).text(value).end();
}

void write_clusters(GpkgFile& file, const Atlas& atlas) {
    GpkgTableWriter table(
        file, {"clusters", "Themes, in programme order", GpkgGeometry::none, "fid"},
        {{"id", Column::text}, {"name", Column::text}, {"names", Column::text}, {"hue", Column::text}, {"shape", Column::text}});
    for (std::size_t row = 0; row < atlas.clusters().size(); ++row) {
        const Cluster& c = atlas.clusters()[row];
        table.begin(number_of(row)).text(c.slug).text(c.name).text(json_text(c.names)).text(c.hue).text(c.shape).end();
    }
}

void write_networks(GpkgFile& file, const Atlas& atlas) {
    GpkgTableWriter table(file, {"networks", "Networks, in programme order", GpkgGeometry::none, "fid"},
                          {{"id", Column::text}, {"name", Column::text}, {"cluster", Column::text}});
    for (std::size_t row = 0; row < atlas.networks().size(); ++row) {
        const Network& n = atlas.networks()[row];
        table.begin(number_of(row)).text(n.slug).text(n.name).text(slug_of(atlas, n.cluster)).end();
    }
}

void write_places(GpkgFile& file, const Atlas& atlas) {
    GpkgTableWriter table(file, {"places", "Places, by rank", GpkgGeometry::point, "id"},
                          {{"name", Column::text},
                           {"country", Column::text},
                           {"lon", Column::real},
                           {"lat", Column::real},
                           {"lead", Column::flag},
                           {"n_networks", Column::integer},
                           {"n_clusters", Column::integer},
                           {"cluster", Column::text},
                           {"clusters", Column::text},
                           {"networks", Column::text},
                           {"rank", Column::integer},
                           {"population", Column::integer},
                           {"search_names", Column::text}});
    for (std::uint32_t row = 0; row < atlas.places().size(); ++row) {
        const Place& p = atlas.places()[row];
        const PlaceFacts facts = facts_of(atlas, PlaceId(row));
        const auto micro = geo::to_micro_degrees(p.position);
        table.begin(static_cast<std::int64_t>(p.id))
            .text(p.name)
            .text(p.country)
            .real(static_cast<double>(micro.lon) / 1e6)
            .real(static_cast<double>(micro.lat) / 1e6);
        table.flag(facts.lead).integer(std::ssize(facts.networks)).integer(std::ssize(facts.clusters)).text(slug_of(atlas, facts.cluster));
        table.text(semicolon_list(atlas, facts.clusters)).text(semicolon_list(atlas, facts.networks)).integer(row);
        table.integer(static_cast<std::int64_t>(p.population)).text(json_text(p.search_names)).end_at(p.position);
    }
}

void write_memberships(GpkgFile& file, const Atlas& atlas) {
    GpkgTableWriter table(file, {"memberships", "Who is in which network, at its place", GpkgGeometry::point, "fid"},
                          {{"id", Column::integer},
                           {"network", Column::text},
                           {"network_name", Column::text},
                           {"cluster", Column::text},
                           {"role", Column::text},
                           {"place", Column::integer},
                           {"name", Column::text},
                           {"place_name", Column::text},
                           {"country", Column::text},
                           {"source", Column::text},
                           {"line", Column::integer},
                           {"confidence", Column::real}});
    for (std::size_t row = 0; row < atlas.memberships().size(); ++row) {
        const Membership& m = atlas.memberships()[row];
        const Network& network = atlas.network(m.network);
        const Place& place = atlas.place(m.place);
        table.begin(number_of(row)).integer(static_cast<std::int64_t>(outside_id(atlas, m)));
        table.text(network.slug).text(network.name).text(slug_of(atlas, network.cluster)).text(name_of(m.role));
        table.integer(static_cast<std::int64_t>(place.id)).text(m.partner).text(place.name).text(place.country);
        table.text(m.source).integer(m.line).real(m.confidence).end_at(place.position);
    }
}

void write_links(GpkgFile& file, const Atlas& atlas) {
    GpkgTableWriter table(file, {"links", "From each lead to its partners", GpkgGeometry::line, "fid"},
                          {{"id", Column::integer},
                           {"network", Column::text},
                           {"network_name", Column::text},
                           {"cluster", Column::text},
                           {"from", Column::integer},
                           {"to", Column::integer},
                           {"km", Column::real},
                           {"metres", Column::real}});
    for (std::size_t row = 0; row < atlas.links().size(); ++row) {
        const Link& l = atlas.links()[row];
        const Network& network = atlas.network(l.network);
        table.begin(number_of(row)).integer(static_cast<std::int64_t>(outside_id(atlas, l)));
        table.text(network.slug).text(network.name).text(slug_of(atlas, network.cluster));
        table.integer(static_cast<std::int64_t>(atlas.place(l.from).id)).integer(static_cast<std::int64_t>(atlas.place(l.to).id));
        table.real(std::round(in_kilometres(l.length) * 10) / 10).real(l.length.value()).end_along(l.curve);
    }
}

void write_page_points(GpkgFile& file, const Atlas& atlas) {
    GpkgTableWriter table(file, {"page_points", "Bare points of the pages read", GpkgGeometry::point, "fid"},
                          {{"label", Column::text}, {"source", Column::text}, {"line", Column::integer}});
    for (std::size_t row = 0; row < atlas.page_points().size(); ++row) {
        const PagePoint& p = atlas.page_points()[row];
        table.begin(number_of(row)).text(p.label).text(p.source).integer(p.line).end_at(p.position);
    }
}

// ------------------------------------------------------------------------------------------------ reading

std::vector<std::string> texts(const GpkgTableReader& rows, const char* column) {
    std::vector<std::string> result;
    const Json value = rows.json(column);
    if (value.array() == nullptr) rows.fail(fmt::format("another JSON value in column \"{}\"", column), "an array of texts");
    for (const Json& item : *value.array()) {
        if (item.string() == nullptr) rows.fail(fmt::format("another JSON value in column \"{}\"", column), "an array of texts");
        result.push_back(*item.string());
    }
    return result;
}

Names names(const GpkgTableReader& rows) {
    Names result;
    const Json value = rows.json("names");
    if (value.object() == nullptr) rows.fail("another JSON value in column \"names\"", "an object of texts");
    for (const auto& [language, text] : *value.object()) {
        if (text.string() == nullptr) rows.fail("another JSON value in column \"names\"", "an object of texts");
        result.emplace(language, *text.string());
    }
    return result;
}

int line_number(const GpkgTableReader& rows) {
    const auto value = rows.integer("line");
    if (value < 0 || value > std::numeric_limits<int>::max()) rows.fail(fmt::format("line {}", value), "a line number");
    return static_cast<int>(value);
}

/// Reads the tables in the order in which they name each other's rows.
class AtlasReader {
public:
    explicit AtlasReader(GpkgFile& file) : file_(file) {}

    AtlasParts read() {
        read_programme();
        read_clusters();
        read_networks();
        read_places();
        read_memberships();
        read_links();
        read_page_points();
        return std::move(parts_);
    }

private:
    [[nodiscard]] GpkgTableReader table(const char* name) const { return {file_, name}; }

    void read_programme() {
        auto rows = table("programme");
        std::string format = "none";
        while (rows.next()) {
            const std::string key = rows.text("key");
            if (key == "format") format = rows.text("value");
            if (key == "id") parts_.programme.id = rows.text("value");
            if (key == "name") parts_.programme.name = rows.text("value");
            if (key == "crs") parts_.programme.crs = rows.text("value");
            if (key == "sources") parts_.programme.sources = texts(rows, "value");
        }
        if (format != format_version)
            throw base::FormatError(fmt::format("{}: found format {}, expected {}: made by another version of Cityweave", file_.name(),
                                                format, format_version));
    }
    void read_clusters() {
        for (auto rows = table("clusters"); rows.next();) {
            clusters_.emplace(rows.text("id"), ClusterId(static_cast<std::uint32_t>(parts_.clusters.size())));
            parts_.clusters.push_back({.slug = rows.text("id"),
                                       .name = rows.text("name"),
                                       .names = names(rows),
                                       .hue = rows.text("hue"),
                                       .shape = rows.text("shape")});
        }
    }
    void read_networks() {
        for (auto rows = table("networks"); rows.next();) {
            networks_.emplace(rows.text("id"), NetworkId(static_cast<std::uint32_t>(parts_.networks.size())));
            const std::string cluster = rows.text("cluster");
            parts_.networks.push_back({.slug = rows.text("id"),
                                       .name = rows.text("name"),
                                       .cluster = cluster.empty() ? std::nullopt : std::optional(known(clusters_, cluster, rows))});
        }
    }
    void read_places() {
        for (auto rows = table("places"); rows.next();) {
            places_.emplace(rows.id(), PlaceId(static_cast<std::uint32_t>(parts_.places.size())));
            parts_.places.push_back({.id = static_cast<std::uint64_t>(rows.id()),
                                     .name = rows.text("name"),
                                     .country = rows.text("country"),
                                     .position = rows.position(),
                                     .population = static_cast<std::uint64_t>(rows.integer("population")),
                                     .search_names = texts(rows, "search_names")});
        }
    }
    void read_memberships() {
        for (auto rows = table("memberships"); rows.next();)
            parts_.memberships.push_back({.network = known(networks_, rows.text("network"), rows),
                                          .place = known(places_, rows.integer("place"), rows),
                                          .role = role(rows),
                                          .partner = rows.text("name"),
                                          .source = rows.text("source"),
                                          .line = line_number(rows),
                                          .confidence = rows.real("confidence")});
    }
    static Role role(const GpkgTableReader& rows) {
        const std::string text = rows.text("role");
        if (text != name_of(Role::lead) && text != name_of(Role::partner)) rows.fail(fmt::format("role \"{}\"", text), "lead or partner");
        return text == name_of(Role::lead) ? Role::lead : Role::partner;
    }
    void read_links() {
        for (auto rows = table("links"); rows.next();)
            parts_.links.push_back({.network = known(networks_, rows.text("network"), rows),
                                    .from = known(places_, rows.integer("from"), rows),
                                    .to = known(places_, rows.integer("to"), rows),
                                    .length = geo::Metres(rows.real("metres")),
                                    .curve = rows.line()});
    }
    void read_page_points() {
        for (auto rows = table("page_points"); rows.next();)
            parts_.page_points.push_back(
                {.label = rows.text("label"), .position = rows.position(), .source = rows.text("source"), .line = line_number(rows)});
    }

    template <class Key, class Id>
    static Id known(const std::map<Key, Id>& ids, const Key& key, const GpkgTableReader& rows) {
        const auto it = ids.find(key);
        if (it == ids.end()) rows.fail(fmt::format("\"{}\"", key), "the id of a row that exists");
        return it->second;
    }

    GpkgFile& file_;
    AtlasParts parts_;
    std::map<std::string, ClusterId> clusters_;
    std::map<std::string, NetworkId> networks_;
    std::map<std::int64_t, PlaceId> places_;
};

} // namespace

Atlas GpkgStore::load() const {
    GpkgFile file = GpkgFile::open(path_);
    AtlasParts parts = AtlasReader(file).read();
    file.check_read();
    if (const auto broken = broken_invariant(parts))
        throw base::FormatError(fmt::format("{}: not an atlas, in which {}", path_.string(), *broken));
    return Atlas::from_parts(std::move(parts));
}

void GpkgStore::save(const Atlas& atlas) {
    // Not between the loading and the saving of one who changes it: what is saved here would be lost.
    std::optional<base::FileLock> lock;
    if (std::filesystem::is_regular_file(path_)) lock.emplace(path_);
    write(atlas);
}

void GpkgStore::change(const Change& changed) {
    if (!std::filesystem::is_regular_file(path_)) throw base::IoError(fmt::format("{}: there is no atlas to change", path_.string()));
    const base::FileLock lock(path_);
    write(changed(load()));
}

void GpkgStore::write(const Atlas& atlas) {
    base::WholeFile whole(path_);
    std::filesystem::remove(whole.temporary_path()); // the library creates files only where none is
    GpkgFile file = GpkgFile::create(whole.temporary_path(), path_.string());
    write_places(file, atlas);
    write_memberships(file, atlas);
    write_links(file, atlas);
    write_page_points(file, atlas);
    write_networks(file, atlas);
    write_clusters(file, atlas);
    write_programme(file, atlas);
    file.close();
    whole.commit();
}

} // namespace cityweave::atlas
