// An atlas in a PostGIS database: the tables of atlas_writing.hpp in one schema, with `place_names` (names folded as
// find_places compares them) and indices, shared by any number of readers and changers on any number of machines. Knows no
// library, no pages and no tiles; how to run it is told in docs/postgis.md.
#pragma once

#include "atlas/store.hpp"

#include <string>

namespace cityweave::atlas {

/// Each member has a connection and a transaction of its own. No message shows the password of the address. Throws
/// ConfigError also for an address that cannot be read and for a database without PostGIS.
class PostgisStore : public AtlasStore {
public:
    explicit PostgisStore(std::string address) : address_(std::move(address)) {}

    [[nodiscard]] Atlas load() const override;
    /// Keeps its connection and its transaction; near and nearest are searched for in the database.
    [[nodiscard]] std::unique_ptr<AtlasView> view() const override;
    /// Makes schema and tables if they are not there. Throws FormatError where tables of these names are not an atlas's, or
    /// one's of another version: they stay as they are.
    void save(const Atlas& atlas) override;
    void change(const Change& changed) override;

private:
    std::string address_;
};

} // namespace cityweave::atlas
