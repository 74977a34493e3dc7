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

/// Opened and checked. Safe for many threads.
class BaseMap {
public:
    /// Throws IoError or FormatError naming the file.
    [[nodiscard]] static BaseMap open(const std::filesystem::path& path);

    /// Gzip-compressed MVT bytes that hold the base layers and no others, valid as long as this object lives; none where
    /// there is only sea. Logarithmic. Tiles of equal content are the same bytes at the same address.
    [[nodiscard]] std::optional<std::span<const std::byte>> tile(geo::TileId tile) const;

    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    /// The i-th tile held, in ascending hilbert_id order. Precondition: i < size().
    [[nodiscard]] geo::TileId tile_id(std::size_t i) const;

    /// The layers, in drawing order, with their fields and zooms 0…base_map_maxzoom.
    [[nodiscard]] const std::vector<VectorLayer>& layers() const noexcept { return layers_; }
    /// What to credit on maps: "Natural Earth".
    [[nodiscard]] const std::string& attribution() const noexcept { return attribution_; }
    /// What it was made from, for manifests.
    [[nodiscard]] const std::string& edition() const noexcept { return file_.edition(); }

private:
    explicit BaseMap(base::CompiledFile file) : file_(std::move(file)) {}
    void read_header(const std::string& name);
    [[nodiscard]] BaseMapEntry entry(std::size_t i) const;

    base::CompiledFile file_;
    std::size_t entries_ = 0; ///< offset of the first
    std::size_t count_ = 0;
    std::vector<VectorLayer> layers_;
    std::string attribution_;
};

struct BaseMapRequest {
    std::string edition;
    std::string attribution;
    base::Jobs jobs;
};
/// Cuts, encodes and compresses every zoom and writes the file whole; the same bytes for any number of jobs. Throws IoError.
void compile_base_map(const BaseMaterial& material, const BaseMapRequest& request, const std::filesystem::path& path);

} // namespace cityweave::tiles
