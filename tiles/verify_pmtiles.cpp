#include "base/error.hpp"
#include "base/json.hpp"
#include "base/mapped_file.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_directory.hpp"
#include "tiles/verify.hpp"
#include "tiles/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace cityweave::tiles {

namespace {

/// Walks the directories once, in order, and keeps what the header must agree with.
class PmtilesCheck {
public:
    PmtilesCheck(const std::filesystem::path& path, base::Report& report)
        : name_(path.string()), file_(base::MappedFile::open(path)), report_(report) {}

    void run() {
        const auto first = file_.bytes().first(std::min(file_.bytes().size(), pmtiles_header_bytes));
        header_ = checked(decode_header(first, file_.bytes().size()));
        if (header_.root.offset + header_.root.length > pmtiles_first_bytes)
            tell("pmtiles-root", fmt::format("a root directory up to byte {}", header_.root.offset + header_.root.length),
                 "header and root in the first 16,384 bytes (PMTiles v3 §3)");
        const auto root = directory(header_.root);
        walk(root, 0);
        check_counts();
        check_zooms();
        check_bounds();
        check_metadata();
    }

private:
    template <class T>
    T checked(base::Result<T> result) const {
        if (!result) throw base::FormatError(name_ + ": " + describe(result.problem()));
        return std::move(result).value();
    }
    void tell(const char* code, std::string found, std::string expected) {
        report_.add({.code = code, .source = name_, .found = std::move(found), .expected = std::move(expected)});
    }

    [[nodiscard]] std::vector<std::byte> inflated(const Section& section) const {
        const auto bytes = file_.bytes().subspan(section.offset, section.length);
        if (header_.internal_compression == pmtiles_gzip) return checked(gunzip(bytes));
        return {bytes.begin(), bytes.end()};
    }
    [[nodiscard]] std::vector<DirectoryEntry> directory(const Section& section) const {
        return checked(decode_directory(inflated(section)));
    }

    /// §4: leaves in ascending order, one level of them; §4.3: clustered data in the order of ids.
    void walk(const std::vector<DirectoryEntry>& entries, int depth) {
        for (const auto& entry : entries) {
            if (entry.tile_id < next_id_)
                throw base::FormatError(fmt::format("{}: tile id {} again, expected ascending ids", name_, entry.tile_id));
            if (entry.run_length > 0) {
                check_entry(entry);
                continue;
            }
            if (depth > 0) tell("pmtiles-leaf", "a leaf directory in a leaf directory", "at most one level (PMTiles v3 §4)");
            if (depth > 3) throw base::FormatError(name_ + ": leaf directories without end");
            if (entry.offset > header_.leaves.length || entry.length > header_.leaves.length - entry.offset)
                throw base::FormatError(name_ + ": a leaf directory outside its section");
            walk(directory({header_.leaves.offset + entry.offset, entry.length}), depth + 1);
            next_id_ = std::max(next_id_, entry.tile_id + 1);
        }
    }

    void check_entry(const DirectoryEntry& entry) {
        if (entries_ == 0) first_id_ = entry.tile_id;
        next_id_ = entry.tile_id + entry.run_length;
        ++entries_;
        addressed_ += entry.run_length;
        const bool is_new = offsets_.insert(entry.offset).second;
        if (entry.offset > header_.data.length || entry.length > header_.data.length - entry.offset)
            tell("pmtiles-entry", fmt::format("tile id {} beyond the data", entry.tile_id), "an entry inside the data (PMTiles v3 §4)");
        if (!header_.clustered || !is_new) return;
        if (entry.offset != clustered_end_)
            tell("pmtiles-clustered", fmt::format("tile id {} at {} after data up to {}", entry.tile_id, entry.offset, clustered_end_),
                 "data in the order of tile ids, as \"clustered\" says (PMTiles v3 §3.1)");
        clustered_end_ = entry.offset + entry.length;
    }

    /// §3.1: 0 means unknown.
    void check_counts() {
        const auto check = [&](const char* what, std::uint64_t told, std::uint64_t counted) {
            if (told != 0 && told != counted)
                tell("pmtiles-count", fmt::format("{} {}", what, told),
                     fmt::format("{}, as the directories say (PMTiles v3 §3.1)", counted));
        };
        check("addressed tiles", header_.addressed_tiles, addressed_);
        check("tile entries", header_.tile_entries, entries_);
        check("tile contents", header_.tile_contents, offsets_.size());
    }

    void check_zooms() {
        const auto first = tile_of_hilbert_id(first_id_);
        const auto last = tile_of_hilbert_id(next_id_ == 0 ? 0 : next_id_ - 1);
        if (!first || !last) return tell("pmtiles-zoom", "tiles beyond the deepest zoom", fmt::format("zoom 0 to {}", geo::max_zoom));
        if (first->zoom() != header_.min_zoom || last->zoom() != header_.max_zoom)
            tell("pmtiles-zoom", fmt::format("zooms {} to {}", header_.min_zoom, header_.max_zoom),
                 fmt::format("{} to {}, where tiles are (PMTiles v3 §3.1)", first->zoom(), last->zoom()));
        if (header_.center_zoom < header_.min_zoom || header_.center_zoom > header_.max_zoom)
            tell("pmtiles-zoom", fmt::format("centre at zoom {}", header_.center_zoom), "a zoom of the archive");
    }

    void check_bounds() {
        const bool good = header_.min_lon < header_.max_lon && header_.min_lat < header_.max_lat && header_.min_lon >= -1'800'000'000 &&
                          header_.max_lon <= 1'800'000'000 && header_.min_lat >= -900'000'000 && header_.max_lat <= 900'000'000;
        if (!good) tell("pmtiles-bounds", "bounds without area or off the globe", "west < east, south < north (PMTiles v3 §3.2)");
    }

    void check_metadata() {
        const auto bytes = inflated(header_.metadata);
        const auto json = base::parse_json(as_text(bytes));
        if (!json || json->object() == nullptr)
            return tell("pmtiles-metadata", "metadata that is no JSON object", "an object (PMTiles v3 §5)");
        const auto* layers = json->find("vector_layers");
        if (layers == nullptr || layers->array() == nullptr)
            tell("pmtiles-metadata", "metadata without vector_layers", "vector_layers, as for all MVT archives (PMTiles v3 §5)");
    }

    std::string name_;
    base::MappedFile file_;
    base::Report& report_;
    PmtilesHeader header_;
    std::uint64_t first_id_ = 0;
    std::uint64_t next_id_ = 0;
    std::uint64_t entries_ = 0;
    std::uint64_t addressed_ = 0;
    std::uint64_t clustered_end_ = 0;
    std::unordered_set<std::uint64_t> offsets_;
};

} // namespace

void verify_pmtiles(const std::filesystem::path& path, base::Report& report) {
    PmtilesCheck(path, report).run();
}

} // namespace cityweave::tiles
