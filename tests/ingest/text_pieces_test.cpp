#include "ingest/text_pieces.hpp"

#include <catch2/catch.hpp>

using namespace cityweave;
using namespace cityweave::ingest;

namespace {

std::string read_all(std::string bytes, std::size_t piece) {
    TextPieces pieces(bytes_of(std::move(bytes)), piece);
    std::string text;
    while (pieces.append_to(text)) {
    }
    return text;
}

/// UTF-16 of text in the basic plane and above.
std::string utf16(std::u16string_view text, bool big, bool mark) {
    std::string bytes;
    const auto append = [&](char16_t unit) {
        const auto high = static_cast<char>(unit >> 8);
        const auto low = static_cast<char>(unit & 0xFF);
        bytes += big ? high : low;
        bytes += big ? low : high;
    };
    if (mark) append(0xFEFF);
    for (const char16_t unit : text) append(unit);
    return bytes;
}

} // namespace

TEST_CASE("text in pieces of any size is the text in one", "[text_pieces]") {
    const std::string text = "Łódź,Málaga 😀 Πάτρα\r\nשלום é😀😀😀😀\n\nend of it: 😀";
    const std::u16string wide = u"Łódź,Málaga 😀 Πάτρα\r\nשלום é😀😀😀😀\n\nend of it: 😀";
    for (std::size_t piece = 16; piece < 120; ++piece) {
        CAPTURE(piece);
        CHECK(read_all(text, piece) == text);
        CHECK(read_all("\xEF\xBB\xBF" + text, piece) == text);
        CHECK(read_all(utf16(wide, false, true), piece) == text);
        CHECK(read_all(utf16(wide, true, true), piece) == text);
    }
    CHECK(read_all(utf16(u"network;partner\nPUMA;Kuopio\n", false, false), 24) == "network;partner\nPUMA;Kuopio\n");
}

TEST_CASE("bytes that are no UTF-8 are Windows-1252", "[text_pieces]") {
    CHECK(read_all("Saint-\xC9tienne\nM\xE1laga\nplain and long enough\n", 16) == "Saint-Étienne\nMálaga\nplain and long enough\n");
    CHECK(read_all("", 16).empty());
}

TEST_CASE("a source whose beginning was looked at gives it again", "[text_pieces]") {
    auto source = bytes_of("abcdef");
    auto first = take_bytes(source, 2);
    const auto all = take_bytes(joined(std::move(first), std::move(source)), 10);
    CHECK(std::string_view(reinterpret_cast<const char*>(all.data()), all.size()) == "abcdef");
}
