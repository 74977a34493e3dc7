#include "atlas/postgis_store.hpp"

#include "atlas/atlas_reading.hpp"
#include "atlas/atlas_writing.hpp"
#include "atlas/pg_session.hpp"
#include "atlas/pg_tables.hpp"
#include "atlas/postgis_view.hpp"
#include "base/error.hpp"
#include "base/unicode.hpp"

#include <fmt/format.h>

#include <set>

namespace cityweave::atlas {

namespace {

using Missing = PgTables::Missing;

constexpr const char* table_names[] = {"programme", "clusters", "networks", "places", "memberships", "links", "page_points", "place_names"};

// Hashes, for names may be longer than a B-tree takes.
constexpr const char* indices = "CREATE INDEX ON places USING gist (geog);"
                                "CREATE INDEX ON places (country);"
                                "CREATE INDEX ON memberships USING gist (geog);"
                                "CREATE INDEX ON memberships (place);"
                                "CREATE INDEX ON memberships (network);"
                                "CREATE INDEX ON links USING gist (geog);"
                                "CREATE INDEX ON links (network);"
                                "CREATE INDEX ON place_names USING hash (key)";

/// Everything find_places compares with, folded.
std::set<std::string> keys_of(const Atlas& atlas, std::uint32_t row) {
    const Place& place = atlas.places()[row];
    std::set<std::string> keys{base::fold_for_search(place.name)};
    for (const auto& name : place.search_names) keys.insert(base::fold_for_search(name));
    for (const auto index : atlas.memberships_of(PlaceId(row))) keys.insert(base::fold_for_search(atlas.memberships()[index].partner));
    keys.erase("");
    return keys;
}

void write_place_names(Tables& tables, const Atlas& atlas) {
    const auto table = tables.write_table({"place_names", "Names by which places are found, folded", TableGeometry::none, "fid"},
                                          {{"place", TableColumn::integer}, {"key", TableColumn::text}});
    std::int64_t number = 0;
    for (std::uint32_t row = 0; row < atlas.places().size(); ++row)
        for (const auto& key : keys_of(atlas, row))
            table->begin(++number).integer(static_cast<std::int64_t>(atlas.places()[row].id)).text(key).end();
}

Atlas loaded(PgSession& session) {
    session.require_atlas();
    PgTables stored(session.connection(), session.name(), Missing::refuse);
    return atlas_from_stored(read_tables(stored), session.name());
}

/// Whether tables must be made. Those there are must be an atlas's of this version: nobody else's rows are replaced.
Missing missing_tables(PgSession& session) {
    if (session.has_table("programme")) {
        PgTables stored(session.connection(), session.name(), Missing::refuse);
        AtlasReader(session.name()).add_programme(*stored.read_table("programme"));
        return Missing::refuse;
    }
    for (const char* table : table_names)
        if (session.has_table(table))
            throw base::FormatError(fmt::format("{}: holds a table \"{}\" that is not an atlas's; another schema is chosen by "
                                                "?options=-csearch_path%3DSCHEMA in the address",
                                                session.name(), table));
    return Missing::make;
}

void write(PgSession& session, const Atlas& atlas) {
    const auto missing = missing_tables(session);
    if (missing == Missing::make) session.make_schema();
    PgTables stored(session.connection(), session.name(), missing);
    write_atlas(stored, atlas);
    write_place_names(stored, atlas);
    stored.finish();
    if (missing == Missing::make) session.connection().run(indices);
    for (const char* table : table_names)
        session.connection().run(fmt::format("ANALYZE {}", table)); // else the first questions are planned blindly
    session.commit();
}

} // namespace

Atlas PostgisStore::load() const {
    PgSession session(address_, PgSession::Purpose::reading);
    return loaded(session);
}

std::unique_ptr<AtlasView> PostgisStore::view() const {
    PgSession session(address_, PgSession::Purpose::reading);
    session.require_atlas();
    return std::make_unique<PostgisView>(std::move(session));
}

void PostgisStore::save(const Atlas& atlas) {
    PgSession session(address_, PgSession::Purpose::changing);
    session.lock();
    write(session, atlas);
}

void PostgisStore::change(const Change& changed) {
    PgSession session(address_, PgSession::Purpose::changing);
    session.lock();
    write(session, changed(loaded(session)));
}

} // namespace cityweave::atlas
