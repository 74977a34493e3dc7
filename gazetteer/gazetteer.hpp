// The table of known places, memory-mapped: names to places, folded or nearly so. Does not score and knows no texts
// longer than a name (geocoder.hpp does).
#pragma once

#include "base/compiled_file.hpp"
#include "gazetteer/candidate.hpp"
#include "gazetteer/gazetteer_format.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cityweave::gazetteer {

/// One name of one place. Views live as long as the Gazetteer.
struct NamedPlace {
    std::uint32_t index;   ///< row of the place; for record()
    NameKind kind;         ///< which of its names this is
    std::string_view name; ///< as the gazetteer writes it
};

/// A key near to the one asked for.
struct NearKey {
    std::string_view key;
    std::uint32_t key_index;
    int edits;
};

/// Thread-safe once opened. All "folded" arguments are base::fold_for_search forms.
class Gazetteer {
public:
    /// Throws base::IoError or base::FormatError. Without the checksum it takes microseconds, and every look-up still
    /// checks its bounds: a damaged file then gives wrong answers or FormatError, until verify() tells.
    [[nodiscard]] static Gazetteer open(const std::filesystem::path& path, base::Checksum checksum = base::Checksum::at_once);
    /// Throws base::FormatError if the file is damaged. Linear in its size; may run beside look-ups.
    void verify() const { file_.verify(); }

    /// What the table was made from, for manifests and credits.
    [[nodiscard]] const std::string& edition() const noexcept { return file_.edition(); }
    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

    /// The place of this GeoNames id, or nothing. O(log n).
    [[nodiscard]] std::optional<GazetteerPlace> place(std::uint64_t geonameid) const;
    /// Precondition: index below size().
    [[nodiscard]] GazetteerPlace place_at(std::uint32_t index) const;
    [[nodiscard]] const PlaceRecord& record(std::uint32_t index) const;

    /// The other names of a place, as the gazetteer writes them, each once, without its main name; empty for an unknown
    /// id. O(log n + names).
    [[nodiscard]] std::vector<std::string> names(std::uint64_t geonameid) const;

    /// All places one of whose names folds to `folded`, weightiest first. O(1) and their number.
    [[nodiscard]] std::vector<NamedPlace> named(std::string_view folded) const;
    /// As named(), only those one of whose names equals `name` but for case and punctuation.
    [[nodiscard]] std::vector<NamedPlace> named_exactly(std::string_view name) const;
    /// Names under a key found by near_keys().
    [[nodiscard]] std::vector<NamedPlace> named_at(std::uint32_t key_index) const;
    /// Whether any key begins with `folded_prefix`. O(log n).
    [[nodiscard]] bool has_prefix(std::string_view folded_prefix) const;
    /// Up to `limit` names whose folded form begins with `folded_prefix`, by key.
    [[nodiscard]] std::vector<NamedPlace> named_from(std::string_view folded_prefix, std::size_t limit) const;
    /// The first `limit` keys that begin so and are used in `country`, or anywhere if it is empty; by key.
    [[nodiscard]] std::vector<std::uint32_t> keys_from(std::string_view folded_prefix, std::string_view country, std::size_t limit) const;

    /// Keys used in `country` (alpha-2) within `edits` (1 or 2) of `folded`, nearest first, then by key; a letter left
    /// out, put in or replaced, or two neighbours swapped, is one edit. Walks the country's keys as trees from both ends;
    /// looks at some hundreds of them.
    [[nodiscard]] std::vector<NearKey> near_keys(std::string_view folded, std::string_view country, int edits) const;
    [[nodiscard]] std::string_view key_text(std::uint32_t key_index) const;
    /// Alpha-2 of every country with a place, in alphabetical order.
    [[nodiscard]] std::vector<std::string> countries() const;

    /// Tables of words beside the places: all values under `key`, as views. O(1) and their number.
    [[nodiscard]] std::vector<std::string_view> values(Section which, std::string_view key) const;
    /// Pairs of such a table, by key.
    [[nodiscard]] std::size_t pair_count(Section which) const { return table(which).size(); }
    /// Key and value. Precondition: i below pair_count().
    [[nodiscard]] std::pair<std::string_view, std::string_view> pair_at(Section which, std::size_t i) const;

private:
    [[nodiscard]] std::optional<std::uint32_t> index_of(std::uint64_t geonameid) const;
    explicit Gazetteer(base::CompiledFile file);
    template <class Record>
    [[nodiscard]] std::span<const Record> section(Section which) const;
    [[nodiscard]] std::string_view text(TextRef ref) const;
    [[nodiscard]] std::span<const TextPair> table(Section which) const { return tables_.at(table_number(which)); }
    [[nodiscard]] std::size_t first_pair(Section which, std::string_view key) const;
    [[nodiscard]] std::size_t lower_key(std::string_view folded) const;
    [[nodiscard]] std::optional<std::uint32_t> key_of(std::string_view folded) const;
    template <class Record>
    [[nodiscard]] std::span<const Record> of_country(std::span<const Record> order, std::string_view country) const;
    [[nodiscard]] std::span<const std::uint32_t> beginning_with(std::string_view country, std::string_view prefix) const;

    base::CompiledFile file_;
    std::string_view text_;
    std::span<const PlaceRecord> places_;
    std::span<const KeyRecord> keys_;
    std::span<const Posting> postings_;
    std::span<const std::uint32_t> place_names_;
    std::span<const CountryRange> ranges_;
    std::span<const std::uint32_t> forward_;
    std::span<const std::uint32_t> backward_;
    std::span<const std::uint8_t> forward_common_;
    std::span<const std::uint8_t> backward_common_;
    std::span<const std::uint8_t> forward_letters_;
    std::span<const std::uint8_t> backward_letters_;
    std::span<const std::uint32_t> slots_;
    std::array<std::span<const TextPair>, table_count> tables_;
    std::span<const std::uint32_t> pair_slots_;
};

} // namespace cityweave::gazetteer
