// The payload of gazetteer.cwg: flat records in sections, mapped into memory and used as they are. Knows no lookups.
//
// Layout: Header, then each section at a multiple of 8 bytes. All numbers little-endian (the envelope checks the byte
// order). Text lives once in the section `text`; a TextRef is a slice of it. Keys are base::fold_for_search forms.
#pragma once

#include "base/compiled_file.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cityweave::gazetteer {

inline constexpr base::CompiledFormat gazetteer_format{.magic = "CWGAZETT", .version = 4};

enum class Section : std::uint32_t {
    text,             ///< bytes
    places,           ///< PlaceRecord, by geonameid
    keys,             ///< KeyRecord, by key text; one more at the end closes the last key's postings
    postings,         ///< Posting; those of one key by falling weight of the place
    place_names,      ///< uint32 index into postings: by place, then key
    country_ranges,   ///< CountryRange, by country
    country_forward,  ///< uint32 index into keys: by country, then key text
    country_backward, ///< uint32 index into keys: by country, then key text read from its end
    forward_common,   ///< uint8 for each of country_forward: letters its key has in common with the one before, 0 for a country's first
    backward_common,  ///< uint8, the same for country_backward and ends
    forward_letters,  ///< uint8, the letter of the key that follows those of forward_common
    backward_letters, ///< uint8, the same for backward_common
    key_slots,        ///< uint32 hash table of keys: 1 + index into keys, 0 for an empty slot; key_hash() and linear probing
    words,            ///< TextPair: folded word → "kind:language"; by key
    endings,          ///< TextPair: ending of a declined word → ending of the base form, "+": the rest is a form too; by key
    abbreviations,    ///< TextPair: folded shortened word → folded whole word; by key
    country_names,    ///< TextPair: folded name of a country → alpha-2; by key
    areas,            ///< TextPair: folded name of a region, county, island → "CC" or "CC.admin1"; by key
    pair_slots,       ///< uint32 hash table of the keys of the five tables of TextPair: 1 + index of a key's first pair, counted
                      ///< through all five in this order; pair_hash() and linear probing
    count
};

struct SectionSpan {
    std::uint64_t offset; ///< bytes from the start of the payload
    std::uint64_t count;  ///< records
};

struct Header {
    std::array<SectionSpan, static_cast<std::size_t>(Section::count)> sections;
};

struct TextRef {
    std::uint32_t offset;
    std::uint32_t length;
};

struct PlaceRecord {
    std::uint64_t population;
    std::uint32_t geonameid;
    std::int32_t lon; ///< 1e-6°
    std::int32_t lat; ///< 1e-6°
    TextRef name;
    std::array<char, 2> country; ///< alpha-2
    std::array<char, 6> feature; ///< padded with zeros
    std::array<char, 8> admin1;  ///< padded with zeros
    std::uint32_t first_name;    ///< into place_names; the next place's first_name ends it
};

/// `area`: not a name of the town, but of an area governed from it that bears its name or stem.
enum class NameKind : std::uint32_t { main = 0, ascii = 1, alternate = 2, area = 3 };

struct Posting {
    std::uint32_t place; ///< index into places
    NameKind kind;
    TextRef name; ///< as the gazetteer writes it
};

struct KeyRecord {
    TextRef text;
    std::uint32_t first_posting;
    std::uint32_t reserved;
};

struct CountryRange {
    std::array<char, 4> country; ///< alpha-2 and two zeros
    std::uint32_t first;         ///< into country_forward and country_backward
    std::uint32_t count;
};

/// FNV-1a, of which the low bits choose the slot of a key; the table has a power of two slots, at most half of them used.
[[nodiscard]] constexpr std::uint64_t key_hash(std::string_view key) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash ^ (hash >> 32U);
}

/// Which of the five tables of TextPair, from 0.
[[nodiscard]] constexpr std::size_t table_number(Section which) {
    return static_cast<std::size_t>(which) - static_cast<std::size_t>(Section::words);
}
inline constexpr std::size_t table_count = table_number(Section::areas) + 1;

/// For pair_slots; otherwise as key_hash().
[[nodiscard]] constexpr std::uint64_t pair_hash(Section which, std::string_view key) {
    return key_hash(key) ^ table_number(which);
}

struct TextPair {
    TextRef key;
    TextRef value;
};

static_assert(sizeof(PlaceRecord) == 48 && sizeof(Posting) == 16 && sizeof(KeyRecord) == 16 && sizeof(TextPair) == 16);

} // namespace cityweave::gazetteer
