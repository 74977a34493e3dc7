// What an archive's metadata block `cityweave` tells a sheet: names, order, looks, sources. Knows the block's shape
// (docs/formats.md); no tiles, no drawing.
#pragma once

#include "base/json.hpp"
#include "render/marks.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cityweave::render {

struct ClusterFacts {
    std::string id;
    std::string name;
    std::vector<std::pair<std::string, std::string>> names; ///< language to name
    Color hue;
    MarkShape shape;
};

struct NetworkFacts {
    std::string id;
    std::string name;
    std::string cluster; ///< empty: none
};

/// One line of credit, due where its layer is drawn.
struct SourceFacts {
    std::string layer;
    std::string text;
    std::string licence;
};

/// The block as values; what is missing or of another kind is left empty, so that a foreign archive gives empty facts.
struct ArchiveFacts {
    std::string programme;
    std::string crs;                    ///< the programme's; empty: the default
    std::vector<ClusterFacts> clusters; ///< in programme order
    std::vector<NetworkFacts> networks; ///< in programme order
    std::vector<SourceFacts> sources;
    std::vector<std::string> disclaimers;

    /// Null pointers where there is none of that id.
    [[nodiscard]] const ClusterFacts* cluster(std::string_view id) const;
    [[nodiscard]] const NetworkFacts* network(std::string_view id) const;
    [[nodiscard]] std::vector<MarkCluster> mark_clusters() const;
};
[[nodiscard]] ArchiveFacts read_archive_facts(const base::Json& block);

/// The cluster's name in that language, else its own.
[[nodiscard]] const std::string& name_in(const ClusterFacts& cluster, std::string_view lang);

} // namespace cityweave::render
