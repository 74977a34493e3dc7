// An atlas as a GeoPackage 1.2 (OGC 12-128r14) that opens in QGIS; which rows stand where is told in atlas_writing.hpp.
// Knows no library, no pages and no tiles.
#pragma once

#include "atlas/store.hpp"

#include <filesystem>

namespace cityweave::atlas {

class GpkgStore : public AtlasStore {
public:
    explicit GpkgStore(std::filesystem::path path) : path_(std::move(path)) {}

    [[nodiscard]] Atlas load() const override;
    /// The index of its places is kept beside the file: x.gpkg.cwi.
    [[nodiscard]] std::unique_ptr<AtlasView> view() const override;
    /// Equal atlases give equal bytes, whatever the time, time zone and locale.
    void save(const Atlas& atlas) override;
    void change(const Change& changed) override;

private:
    void write(const Atlas& atlas);
    std::filesystem::path path_;
};

} // namespace cityweave::atlas
