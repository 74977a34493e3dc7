#include "tiles/pmtiles_directory.hpp"

#include "tiles/wire.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace cityweave::tiles {

namespace {

constexpr std::string_view magic = "PMTiles";

/// Little-endian, whatever the machine.
template <class Number>
void put(std::string& out, Number value) {
    auto bits = static_cast<std::make_unsigned_t<Number>>(value);
    for (std::size_t i = 0; i < sizeof(Number); ++i) out.push_back(static_cast<char>(static_cast<std::uint64_t>(bits) >> (8 * i)));
}

class LittleEndian {
public:
    explicit LittleEndian(std::span<const std::byte> bytes) : bytes_(bytes) {}
    template <class Number>
    void get(Number& value) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < sizeof(Number); ++i) bits |= static_cast<std::uint64_t>(bytes_[at_ + i]) << (8 * i);
        at_ += sizeof(Number);
        value = static_cast<Number>(bits);
    }

private:
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
};

base::Problem header_problem(std::string found, const char* expected) {
    return {.code = "pmtiles-header", .found = std::move(found), .expected = expected};
}
base::Problem directory_problem(std::string found, const char* expected) {
    return {.code = "pmtiles-directory", .found = std::move(found), .expected = expected};
}

bool inside(const Section& section, std::uint64_t file_bytes) {
    return section.offset <= file_bytes && section.length <= file_bytes - section.offset;
}

using Entries = std::vector<DirectoryEntry>;

/// §4.2, column by column; each gives what is wrong, or none.
std::optional<base::Problem> decode_ids(VarintReader& numbers, Entries& entries) {
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto delta = numbers.read();
        if (i > 0 && delta == 0) return directory_problem(fmt::format("tile id {} twice", id), "ascending tile ids (PMTiles v3 §4)");
        if (delta > std::numeric_limits<std::uint64_t>::max() - id)
            return directory_problem("a tile id past 64 bits", "64 bits (PMTiles v3 §4)");
        id += delta;
        entries[i].tile_id = id;
    }
    return std::nullopt;
}

std::optional<base::Problem> decode_32(VarintReader& numbers, Entries& entries, std::uint32_t DirectoryEntry::*field) {
    for (auto& entry : entries) {
        const auto number = numbers.read();
        if (number > std::numeric_limits<std::uint32_t>::max())
            return directory_problem(fmt::format("{}", number), "a run or length of 32 bits (PMTiles v3 §4.1)");
        entry.*field = static_cast<std::uint32_t>(number);
    }
    return std::nullopt;
}

std::optional<base::Problem> decode_offsets(VarintReader& numbers, Entries& entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto number = numbers.read();
        if (number == 0 && i == 0) return directory_problem("a first offset that follows another", "an offset (PMTiles v3 §4.2)");
        entries[i].offset = number == 0 ? entries[i - 1].offset + entries[i - 1].length : number - 1;
    }
    return std::nullopt;
}

std::optional<base::Problem> check_entries(const Entries& entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].length == 0) return directory_problem("an entry of length 0", "a length above 0 (PMTiles v3 §4.1)");
        const bool overlaps = i + 1 < entries.size() && entries[i + 1].tile_id - entries[i].tile_id < entries[i].run_length;
        if (overlaps)
            return directory_problem(fmt::format("a run over tile id {}", entries[i + 1].tile_id), "runs apart (PMTiles v3 §4.1)");
    }
    return std::nullopt;
}

std::optional<base::Problem> decode_columns(VarintReader& numbers, Entries& entries) {
    if (auto problem = decode_ids(numbers, entries)) return problem;
    if (auto problem = decode_32(numbers, entries, &DirectoryEntry::run_length)) return problem;
    if (auto problem = decode_32(numbers, entries, &DirectoryEntry::length)) return problem;
    if (auto problem = decode_offsets(numbers, entries)) return problem;
    return check_entries(entries);
}

template <class Header, class Visit>
void visit_fields(Header& header, const Visit& visit) {
    for (auto* section : {&header.root, &header.metadata, &header.leaves, &header.data}) {
        visit(section->offset);
        visit(section->length);
    }
    visit(header.addressed_tiles);
    visit(header.tile_entries);
    visit(header.tile_contents);
    visit(header.clustered);
    visit(header.internal_compression);
    visit(header.tile_compression);
    visit(header.tile_type);
    visit(header.min_zoom);
    visit(header.max_zoom);
    visit(header.min_lon);
    visit(header.min_lat);
    visit(header.max_lon);
    visit(header.max_lat);
    visit(header.center_zoom);
    visit(header.center_lon);
    visit(header.center_lat);
}

} // namespace

std::string encode_header(const PmtilesHeader& header) {
    std::string out(magic);
    put(out, std::uint8_t{3});
    visit_fields(header, [&](const auto& field) {
        if constexpr (std::is_same_v<std::decay_t<decltype(field)>, bool>)
            put(out, std::uint8_t{field});
        else
            put(out, field);
    });
    CITYWEAVE_ASSERT(out.size() == pmtiles_header_bytes, "a PMTiles header is 127 bytes long");
    return out;
}

base::Result<PmtilesHeader> decode_header(std::span<const std::byte> bytes, std::uint64_t file_bytes) {
    if (bytes.size() < pmtiles_header_bytes)
        return header_problem(fmt::format("{} bytes", bytes.size()), "a header of 127 bytes (PMTiles v3 §3)");
    if (as_text(bytes.first(magic.size())) != magic) return header_problem("other bytes at the start", "\"PMTiles\" (PMTiles v3 §3)");
    if (bytes[magic.size()] != std::byte{3})
        return header_problem(fmt::format("version {}", std::to_integer<int>(bytes[magic.size()])), "version 3");
    PmtilesHeader header;
    LittleEndian numbers(bytes.subspan(magic.size() + 1));
    visit_fields(header, [&](auto& field) { numbers.get(field); });
    for (const auto* section : {&header.root, &header.metadata, &header.leaves, &header.data})
        if (!inside(*section, file_bytes))
            return header_problem(fmt::format("a section of {} bytes at {} in a file of {}", section->length, section->offset, file_bytes),
                                  "sections inside the file: is it cut off?");
    return header;
}

std::string encode_directory(std::span<const DirectoryEntry> entries) {
    CITYWEAVE_ASSERT(!entries.empty(), "a directory has entries (PMTiles v3 §4)");
    std::string out;
    append_varint(out, entries.size());
    std::uint64_t last_id = 0;
    for (const auto& entry : entries) append_varint(out, entry.tile_id - std::exchange(last_id, entry.tile_id));
    for (const auto& entry : entries) append_varint(out, entry.run_length);
    for (const auto& entry : entries) append_varint(out, entry.length);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool follows = i > 0 && entries[i].offset == entries[i - 1].offset + entries[i - 1].length;
        append_varint(out, follows ? 0 : entries[i].offset + 1);
    }
    return out;
}

base::Result<std::vector<DirectoryEntry>> decode_directory(std::span<const std::byte> bytes) {
    VarintReader numbers(as_text(bytes));
    try {
        const auto count = numbers.read();
        // Each entry takes four bytes or more.
        if (count == 0 || count > numbers.left() / 4)
            return directory_problem(fmt::format("{} entries in {} bytes", count, bytes.size()),
                                     "1 entry or more, four bytes each (PMTiles v3 §4)");
        Entries entries(count);
        if (auto problem = decode_columns(numbers, entries)) return *std::move(problem);
        if (!numbers.done()) return directory_problem("bytes after the last entry", "nothing more (PMTiles v3 §4.2)");
        return entries;
    } catch (const WireError& error) {
        return directory_problem(error.what(), "varints (PMTiles v3 §4.2)");
    }
}

} // namespace cityweave::tiles
