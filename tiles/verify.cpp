#include "tiles/verify.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <unordered_set>

namespace cityweave::tiles {

namespace {

/// What a run of tiles gave: merged in the order of tiles, so that the report does not depend on threads.
struct Findings {
    base::Report report;
    std::size_t features = 0;
    std::map<int, std::vector<std::uint64_t>> ids_by_zoom; ///< of the promised layer
};

/// Looks at tiles one after the other.
class TileCheck {
public:
    TileCheck(const std::string& name, const TilesetMetadata& metadata, const std::string& promised_layer)
        : name_(name), promised_layer_(promised_layer) {
        for (const auto& layer : metadata.vector_layers) listed_.insert(layer.id);
    }
    Findings findings;

    void look_at(geo::TileId id, const std::optional<std::vector<std::byte>>& bytes) {
        source_ = fmt::format("{} {}/{}/{}", name_, id.zoom(), id.x(), id.y());
        if (!bytes) return tell("archive-damaged", "a tile that is listed but not there", "its bytes");
        const auto plain = gunzip(*bytes);
        if (!plain) return tell(plain.problem());
        const auto tile = read_tile(*plain);
        if (!tile) return tell(tile.problem());
        for (const auto& problem : tile->problems) tell(problem);
        if (tile->layers.empty() && tile->problem_count == 0)
            tell("mvt-tile-empty", "a tile without layers", "at least one layer (MVT 2.1 §4.1)");
        for (const auto& layer : tile->layers) look_at(id, layer);
    }

private:
    void look_at(geo::TileId id, const TileLayer& layer) {
        layer_ = layer.name;
        if (!listed_.contains(layer.name))
            tell("archive-layer", "a layer that the metadata does not list", "every layer in vector_layers (TileJSON 3.0.0 §3.3)");
        if (layer.features.empty()) tell("mvt-layer-empty", "a layer without features", "at least one (MVT 2.1 §4.1)");
        if (has_twice(layer.keys)) tell("mvt-table-twice", "a key twice in a layer's table", "each key once (MVT 2.1 §4.1)");
        if (has_twice(layer.values)) tell("mvt-table-twice", "a value twice in a layer's table", "each value once (MVT 2.1 §4.1)");
        std::vector<std::uint64_t> ids;
        for (const auto& feature : layer.features)
            if (feature.id) ids.push_back(*feature.id);
        findings.features += layer.features.size();
        std::sort(ids.begin(), ids.end());
        if (std::adjacent_find(ids.begin(), ids.end()) != ids.end())
            tell("mvt-id-twice", "a feature id twice in a layer", "each id once (MVT 2.1 §4.2)");
        if (layer.name == promised_layer_) keep(id, ids);
        layer_.clear();
    }

    template <class T>
    static bool has_twice(const std::vector<T>& table) {
        std::unordered_set<T> seen;
        return std::any_of(table.begin(), table.end(), [&](const T& item) { return !seen.insert(item).second; });
    }

    void keep(geo::TileId id, const std::vector<std::uint64_t>& ids) {
        auto& kept = findings.ids_by_zoom[id.zoom()];
        kept.insert(kept.end(), ids.begin(), ids.end());
    }

    void tell(const char* code, std::string found, std::string expected) {
        tell({.code = code, .found = std::move(found), .expected = std::move(expected)});
    }
    void tell(base::Problem problem) {
        // The reader names the layer in `source`.
        const auto& layer = problem.source.empty() ? layer_ : problem.source;
        problem.source = layer.empty() ? source_ : source_ + " " + layer;
        findings.report.add(std::move(problem));
    }

    const std::string& name_;
    const std::string& promised_layer_;
    std::set<std::string> listed_;
    std::string source_;
    std::string layer_;
};

void sort_unique(std::vector<std::uint64_t>& ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// Each of `wanted` that `present` lacks; both sorted.
void tell_missing(const std::vector<std::uint64_t>& wanted, const std::vector<std::uint64_t>& present, const base::Problem& problem,
                  base::Report& report) {
    std::vector<std::uint64_t> missing;
    std::set_difference(wanted.begin(), wanted.end(), present.begin(), present.end(), std::back_inserter(missing));
    for (const auto id : missing) {
        auto told = problem;
        told.found = fmt::format("no feature {} {}", id, problem.found);
        report.add(std::move(told));
    }
}

/// The promise: what stands at one zoom stands at all that the layer has, and with an atlas, all of it.
void check_promise(std::map<int, std::vector<std::uint64_t>>& by_zoom, const TilesetMetadata& metadata, const VerifyRequest& request,
                   const std::string& name, base::Report& report) {
    const auto layer = std::find_if(metadata.vector_layers.begin(), metadata.vector_layers.end(),
                                    [&](const VectorLayer& candidate) { return candidate.id == request.promised_layer; });
    if (layer == metadata.vector_layers.end() && by_zoom.empty()) {
        if (request.expected_ids && !request.expected_ids->empty())
            report.add(
                {.code = "promise-layer", .source = name, .found = "no such layer", .expected = "a layer " + request.promised_layer});
        return;
    }
    std::vector<std::uint64_t> all = request.expected_ids.value_or(std::vector<std::uint64_t>{});
    for (auto& [zoom, ids] : by_zoom) {
        sort_unique(ids);
        all.insert(all.end(), ids.begin(), ids.end());
    }
    sort_unique(all);
    const bool listed = layer != metadata.vector_layers.end();
    const int first = std::max(metadata.minzoom, listed ? layer->minzoom : 0);
    const int last = std::min(metadata.maxzoom, listed ? layer->maxzoom : geo::max_zoom);
    for (int zoom = first; zoom <= last; ++zoom)
        tell_missing(all, by_zoom[zoom],
                     {.code = "promise-every-zoom",
                      .source = name + " " + request.promised_layer,
                      .found = fmt::format("at zoom {}", zoom),
                      .expected = "every feature of the layer at every zoom"},
                     report);
}

void check_metadata(const TilesetMetadata& metadata, const std::string& name, base::Report& report) {
    const auto tell = [&](std::string found, const char* expected) {
        report.add({.code = "archive-metadata", .source = name, .found = std::move(found), .expected = expected});
    };
    if (metadata.name.empty()) tell("no name", "a name (MBTiles 1.3; recommended by PMTiles v3 §5.1)");
    if (metadata.minzoom > metadata.maxzoom) tell("minzoom above maxzoom", "minzoom ≤ maxzoom (TileJSON 3.0.0 §3.13)");
    if (metadata.vector_layers.empty()) tell("no vector_layers", "every layer with its fields (TileJSON 3.0.0 §3.3)");
    for (const auto& layer : metadata.vector_layers)
        for (const auto& [field, kind] : layer.fields)
            if (kind != "Number" && kind != "Boolean" && kind != "String")
                tell(fmt::format("field {} of kind {}", field, kind), "Number, Boolean or String (MBTiles 1.3)");
}

/// Enough tiles that a thread's trip pays, few enough that threads end together.
constexpr std::size_t tiles_a_group = 32;

void look_at_tiles(const TileReader& reader, const std::string& name, const VerifyRequest& request, Verification& result) {
    const auto tiles = reader.tile_ids();
    const std::size_t groups = (tiles.size() + tiles_a_group - 1) / tiles_a_group;
    std::mutex mutex;
    std::size_t done = 0;
    auto all = base::parallel_map(groups, request.jobs, [&](std::size_t g) {
        TileCheck check(name, reader.metadata(), request.promised_layer);
        const auto end = std::min(tiles.size(), (g + 1) * tiles_a_group);
        for (std::size_t i = g * tiles_a_group; i < end; ++i) check.look_at(tiles[i], reader.tile(tiles[i]));
        const std::lock_guard lock(mutex);
        done += end - g * tiles_a_group;
        if (request.progress) request.progress(done, tiles.size());
        return std::move(check.findings);
    });
    std::map<int, std::vector<std::uint64_t>> ids_by_zoom;
    for (auto& findings : all) {
        result.report.add(findings.report);
        result.features += findings.features;
        for (auto& [zoom, ids] : findings.ids_by_zoom) ids_by_zoom[zoom].insert(ids_by_zoom[zoom].end(), ids.begin(), ids.end());
    }
    result.tiles = tiles.size();
    check_promise(ids_by_zoom, reader.metadata(), request, name, result.report);
}

void verify_format(const std::string& path, base::Report& report) {
    if (std::filesystem::is_directory(path)) return;
    const bool is_pmtiles = base::MappedFile::open(path).text().starts_with("PMTiles");
    is_pmtiles ? verify_pmtiles(path, report) : verify_mbtiles(path, report);
}

} // namespace

Verification verify_archive(const std::string& path, const VerifyRequest& request) {
    Verification result;
    try {
        const auto reader = open_archive(path);
        verify_format(path, result.report);
        check_metadata(reader->metadata(), path, result.report);
        look_at_tiles(*reader, path, request, result);
    } catch (const base::FormatError& error) {
        result.report.add({.code = "archive-damaged", .source = path, .found = error.what(), .expected = "an archive that can be read"});
    }
    return result;
}

} // namespace cityweave::tiles
