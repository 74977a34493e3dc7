// What the tiler prepares once of each layer: its properties as tags, its fields as metadata lists them. No geometry.
#pragma once

#include "tiles/archive.hpp"
#include "tiles/feature.hpp"
#include "tiles/mvt_writer.hpp"

#include <span>
#include <vector>

namespace cityweave::tiles {

/// Properties of a layer's features, each distinct key and value once; tags by the feature's position.
class LayerTables {
public:
    /// Linear in properties.
    explicit LayerTables(const WorldLayer& layer);
    [[nodiscard]] const PropertyPool& pool() const noexcept { return pool_; }
    [[nodiscard]] std::span<const Tag> tags(std::size_t feature) const {
        return std::span(tags_).subspan(begin_[feature], begin_[feature + 1] - begin_[feature]);
    }

private:
    PropertyPool pool_;
    std::vector<Tag> tags_;
    std::vector<std::size_t> begin_; ///< features + 1 positions in tags_
};

/// Keys in order of first appearance; "Number", "Boolean" or "String", and "String" where kinds mix (MBTiles 1.3).
[[nodiscard]] VectorLayer described(const WorldLayer& layer);

} // namespace cityweave::tiles
