#include "atlas/atlas_reading.hpp"

#include "atlas/atlas_writing.hpp"
#include "base/error.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>

namespace cityweave::atlas {

namespace {

using base::Json;

std::vector<std::string> texts(const RowReader& rows, const char* column) {
    std::vector<std::string> result;
    const Json value = rows.json(column);
    if (value.array() == nullptr) rows.fail(fmt::format("another JSON value in column \"{}\"", column), "an array of texts");
    for (const Json& item : *value.array()) {
        if (item.string() == nullptr) rows.fail(fmt::format("another JSON value in column \"{}\"", column), "an array of texts");
        result.push_back(*item.string());
    }
    return result;
}

Names names(const RowReader& rows) {
    Names result;
    const Json value = rows.json("names");
    if (value.object() == nullptr) rows.fail("another JSON value in column \"names\"", "an object of texts");
    for (const auto& [language, text] : *value.object()) {
        if (text.string() == nullptr) rows.fail("another JSON value in column \"names\"", "an object of texts");
        result.emplace(language, *text.string());
    }
    return result;
}

int line_number(const RowReader& rows) {
    const auto value = rows.integer("line");
    if (value < 0 || value > std::numeric_limits<int>::max()) rows.fail(fmt::format("line {}", value), "a line number");
    return static_cast<int>(value);
}

Role role(const RowReader& rows) {
    const std::string text = rows.text("role");
    if (text != name_of(Role::lead) && text != name_of(Role::partner)) rows.fail(fmt::format("role \"{}\"", text), "lead or partner");
    return text == name_of(Role::lead) ? Role::lead : Role::partner;
}

template <class Key, class Id>
Id known(const std::map<Key, Id>& ids, const Key& key, const RowReader& rows) {
    const auto it = ids.find(key);
    if (it == ids.end()) rows.fail(fmt::format("\"{}\"", key), "the id of a row that exists");
    return it->second;
}

} // namespace

void AtlasReader::add_programme(RowReader& rows) {
    std::string format = "none";
    while (rows.next()) {
        const std::string key = rows.text("key");
        if (key == "format") format = rows.text("value");
        if (key == "id") parts_.programme.id = rows.text("value");
        if (key == "name") parts_.programme.name = rows.text("value");
        if (key == "crs") parts_.programme.crs = rows.text("value");
        if (key == "sources") parts_.programme.sources = texts(rows, "value");
    }
    if (format != atlas_format)
        throw base::FormatError(
            fmt::format("{}: found format {}, expected {}: made by another version of Cityweave", store_, format, atlas_format));
}

void AtlasReader::add_clusters(RowReader& rows) {
    while (rows.next()) {
        clusters_.emplace(rows.text("id"), ClusterId(static_cast<std::uint32_t>(parts_.clusters.size())));
        parts_.clusters.push_back({.slug = rows.text("id"),
                                   .name = rows.text("name"),
                                   .names = names(rows),
                                   .hue = rows.text("hue"),
                                   .shape = rows.text("shape")});
    }
}

void AtlasReader::add_networks(RowReader& rows) {
    while (rows.next()) {
        networks_.emplace(rows.text("id"), NetworkId(static_cast<std::uint32_t>(parts_.networks.size())));
        const std::string cluster = rows.text("cluster");
        parts_.networks.push_back({.slug = rows.text("id"),
                                   .name = rows.text("name"),
                                   .cluster = cluster.empty() ? std::nullopt : std::optional(known(clusters_, cluster, rows))});
    }
}

void AtlasReader::add_places(RowReader& rows) {
    while (rows.next()) {
        places_.emplace(rows.id(), PlaceId(static_cast<std::uint32_t>(parts_.places.size())));
        parts_.places.push_back({.id = static_cast<std::uint64_t>(rows.id()),
                                 .name = rows.text("name"),
                                 .country = rows.text("country"),
                                 .position = rows.position(),
                                 .population = static_cast<std::uint64_t>(rows.integer("population")),
                                 .search_names = texts(rows, "search_names")});
    }
}

void AtlasReader::add_memberships(RowReader& rows) {
    while (rows.next())
        parts_.memberships.push_back({.network = known(networks_, rows.text("network"), rows),
                                      .place = known(places_, rows.integer("place"), rows),
                                      .role = role(rows),
                                      .partner = rows.text("name"),
                                      .source = rows.text("source"),
                                      .line = line_number(rows),
                                      .confidence = rows.real("confidence")});
}

void AtlasReader::add_links(RowReader& rows) {
    while (rows.next())
        parts_.links.push_back({.network = known(networks_, rows.text("network"), rows),
                                .from = known(places_, rows.integer("from"), rows),
                                .to = known(places_, rows.integer("to"), rows),
                                .length = geo::Metres(rows.real("metres")),
                                .curve = rows.line()});
}

void AtlasReader::add_page_points(RowReader& rows) {
    while (rows.next())
        parts_.page_points.push_back(
            {.label = rows.text("label"), .position = rows.position(), .source = rows.text("source"), .line = line_number(rows)});
}

AtlasParts read_tables(Tables& tables) {
    AtlasReader reader(tables.name());
    reader.add_programme(*tables.read_table("programme"));
    reader.add_clusters(*tables.read_table("clusters"));
    reader.add_networks(*tables.read_table("networks"));
    reader.add_places(*tables.read_table("places"));
    reader.add_memberships(*tables.read_table("memberships"));
    reader.add_links(*tables.read_table("links"));
    reader.add_page_points(*tables.read_table("page_points"));
    return reader.take_parts();
}

Atlas atlas_from_stored(AtlasParts parts, const std::string& store) {
    if (const auto broken = broken_invariant(parts)) throw base::FormatError(fmt::format("{}: not an atlas, in which {}", store, *broken));
    return Atlas::from_parts(std::move(parts));
}

} // namespace cityweave::atlas
