// The compiled base map: ready tiles of the base layers in one mapped file. Knows no atlas, and not how it was drawn.
#pragma once

#include "base/compiled_file.hpp"
#include "base/parallel.hpp"
#include "geo/tile_grid.hpp"
#include "tiles/archive.hpp"
#include "tiles/base_layers.hpp"
#include "tiles/base_map_format.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cityweave::tiles {

/// A tile archive of the base layers and no others, zooms 0…base_map_maxzoom. Opened and checked. Safe for many threads.
class BaseMap final : public TileReader {
public:
    /// Throws IoError or FormatError naming the file.
    [[nodiscard]] static BaseMap open(const std::filesystem::path& path);

    /// vector_layers in drawing order; attribution is what to credit on maps ("Natural Earth").
    [[nodiscard]] const TilesetMetadata& metadata() const override { return metadata_; }
    /// None where there is only sea.
    [[nodiscard]] std::optional<std::vector<std::byte>> tile(geo::TileId tile) const override;
    [[nodiscard]] std::vector<geo::TileId> tile_ids() const override;

    /// As tile(), without a copy: valid as long as this object lives; equal tiles are the same bytes at the same address.
    /// Logarithmic.
    [[nodiscard]] std::optional<std::span<const std::byte>> tile_view(geo::TileId tile) const;
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    /// What it was made from, for manifests.
    [[nodiscard]] const std::string& edition() const noexcept { return file_.edition(); }

private:
    explicit BaseMap(base::CompiledFile file) : file_(std::move(file)) {}
    void read_header(const std::string& name);
    [[nodiscard]] BaseMapEntry entry(std::size_t i) const;

    base::CompiledFile file_;
    std::size_t entries_ = 0; ///< offset of the first
    std::size_t count_ = 0;
    TilesetMetadata metadata_;
};

struct BaseMapRequest {
    std::string edition;
    std::string attribution;
    base::Jobs jobs;
};
/// Cuts, encodes and compresses every zoom and writes the file whole; the same bytes for any number of jobs. Throws IoError.
void compile_base_map(const BaseMaterial& material, const BaseMapRequest& request, const std::filesystem::path& path);

} // namespace cityweave::tiles
