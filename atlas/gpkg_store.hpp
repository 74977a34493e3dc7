// An atlas as a GeoPackage 1.2 (OGC 12-128r14) that opens in QGIS: which rows stand where.
// Knows no library, no pages and no tiles.
//
// Layers (EPSG:4326): `places` (fid `id`: GeoNames id), `memberships`, `links`, `page_points`; tables: `clusters`,
// `networks` in programme order, `programme` (key, value; `format` is the version of this arrangement). Columns are named
// as the properties of the contract's tile layers; ids are slugs; lists and names per language are JSON. What follows from
// other columns (rank, clusters, km …) is written for readers' sake and not read back.
#pragma once

#include "atlas/store.hpp"

#include <filesystem>

namespace cityweave::atlas {

class GpkgStore : public AtlasStore {
public:
    explicit GpkgStore(std::filesystem::path path) : path_(std::move(path)) {}

    [[nodiscard]] Atlas load() const override;
    /// Equal atlases give equal bytes, whatever the time, time zone and locale.
    void save(const Atlas& atlas) override;
    void change(const Change& changed) override;

private:
    void write(const Atlas& atlas);
    std::filesystem::path path_;
};

} // namespace cityweave::atlas
