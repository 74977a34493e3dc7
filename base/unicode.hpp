// Text of every script: decoding bytes, normal forms, folding, classes of characters, slugs. Knows no names of places.
// All text inside Cityweave is UTF-8 in normal form C.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::base {

/// Bytes of a page or table to UTF-8 in normal form C: byte-order marks decide; else valid UTF-8 stays; else UTF-16 is
/// recognised by its zero bytes; else the eight-bit encoding that `declared` names ("windows-1250"), or where that is none,
/// the one the text looks like. Never fails: what cannot be decoded becomes U+FFFD.
[[nodiscard]] std::string decode_text(std::span<const std::byte> bytes, std::string_view declared = {});

/// What text is written in, as far as its beginning tells: bytes are UTF-8, or an eight-bit encoding where they cannot be that.
enum class Encoding { bytes, utf16_le, utf16_be };
struct EncodingStart {
    Encoding encoding;
    std::size_t mark; ///< bytes of the byte-order mark, which are no text
};
/// Of a text's first bytes; some thousand are enough.
[[nodiscard]] EncodingStart encoding_of(std::span<const std::byte> beginning);
/// A piece of text that neither begins nor ends inside a character, without mark, as decode_text has it; `eight_bit` is
/// what it is written in where it is no UTF-8.
[[nodiscard]] std::string decode_piece(std::span<const std::byte> bytes, Encoding encoding, const std::string& eight_bit);
/// The eight-bit encoding a text looks like by the letters and their neighbours, among those that extend ASCII and ICU's
/// detector knows (Windows-1250 to 1256, parts of ISO 8859, KOI8-R); Windows-1252 where nothing speaks for another. Reads at most 64 KiB.
[[nodiscard]] std::string eight_bit_encoding_of(std::span<const std::byte> bytes);

[[nodiscard]] bool is_valid_utf8(std::string_view text);
/// Normal form C.
[[nodiscard]] std::string nfc(std::string_view text);
/// Full case folding without the locale ("ẞ" and "ss" alike); diacritics stay.
[[nodiscard]] std::string fold_case(std::string_view text);
/// Lower case without the locale.
[[nodiscard]] std::string to_lower(std::string_view text);
/// Upper case without the locale ("ß" gives "SS").
[[nodiscard]] std::string to_upper(std::string_view text);
/// What names are compared by: any script to Latin, diacritics away, lower case, every run of non-alphanumerics one
/// blank, ends trimmed. "Łódź" → "lodz", "Αθήνα" → "athena", "Saint-Quentin" → "saint quentin". Letters that common
/// tables leave (ø, ß, đ, ł, æ, ı) become o, ss, d, l, ae, i. Linear.
[[nodiscard]] std::string fold_for_search(std::string_view text);
/// As fold_for_search, but keeping the script and diacritics: only case, blanks and punctuation are evened out.
[[nodiscard]] std::string fold_exact(std::string_view text);
/// The outside id of a network or cluster, by the contract: "@"→" at ", "&"→" and ", Latin, ASCII, lower case, dots and
/// apostrophes dropped, other runs → "-", ends trimmed. May be empty.
[[nodiscard]] std::string slug(std::string_view text);

/// Code points; invalid bytes give U+FFFD.
[[nodiscard]] std::vector<char32_t> code_points(std::string_view text);
void append_utf8(std::string& text, char32_t code_point);
[[nodiscard]] bool is_letter(char32_t c);
[[nodiscard]] bool is_upper(char32_t c);
[[nodiscard]] bool is_digit(char32_t c);
/// Any blank, no-break and zero-width ones included.
[[nodiscard]] bool is_blank(char32_t c);
/// Both ends without blanks of any kind, inner runs of blanks as one U+0020.
[[nodiscard]] std::string tidy_blanks(std::string_view text);

/// Optimal-string-alignment distance in code points (insert, delete, replace, swap neighbours), or `limit`+1 if more
/// than `limit`. O(limit · length).
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b, int limit);

} // namespace cityweave::base
