#include "ingest/document.hpp"

#include "base/unicode.hpp"
#include "ingest/html.hpp"
#include "ingest/ornaments.hpp"
#include "ingest/text_lines.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cityweave::ingest {

namespace {

/// Signatures of formats that are often saved under a page's name.
bool has_binary_signature(std::string_view bytes) {
    using namespace std::string_view_literals;
    constexpr std::array signatures = {"%PDF-"sv,
                                       "PK\x03\x04"sv,
                                       "\x89PNG"sv,
                                       "\xFF\xD8\xFF"sv,
                                       "GIF8"sv,
                                       "\x1F\x8B"sv,
                                       "SQLite format 3"sv,
                                       "\x7F"
                                       "ELF"sv};
    return std::any_of(signatures.begin(), signatures.end(), [&](std::string_view s) { return bytes.starts_with(s); });
}

/// What a page says it is written in: "charset=windows-1250" or "encoding=…" near its beginning.
std::string_view declared_encoding(std::string_view bytes) {
    constexpr std::size_t head = 4096; // a browser looks at 1,024
    const auto begin = bytes.substr(0, head);
    if (begin.find('<') == std::string_view::npos) return {};
    for (const std::string_view key : {"charset=", "encoding="}) {
        const auto at = begin.find(key);
        if (at == std::string_view::npos) continue;
        const auto name = begin.substr(at + key.size());
        const auto from = std::min(name.find_first_not_of("\"' "), name.size());
        return name.substr(from, name.find_first_of("\"'> ;/?", from) - from);
    }
    return {};
}

/// Text has next to no control characters: one in two hundred is allowed for pages that went through odd tools.
bool looks_binary(std::string_view text) {
    std::size_t controls = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == 0) return true;
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v') || c == 0x7F) ++controls;
        if (c == 0xEF && text.substr(i).starts_with("\xEF\xBF\xBD")) ++controls;
    }
    return controls * 200 > text.size();
}

base::Problem page_problem(const char* code, std::string_view source, std::string found, std::string expected) {
    return {.code = code, .source = std::string(source), .found = std::move(found), .expected = std::move(expected)};
}

} // namespace

bool Line::is_bold() const noexcept {
    return bold.size() == 1 && bold.front().begin == 0 && bold.front().end >= text.size();
}

int Line::line_at(std::size_t offset) const noexcept {
    const auto after =
        std::upper_bound(more_starts.begin(), more_starts.end(), offset, [](std::size_t o, const LineStart& s) { return o < s.offset; });
    return after == more_starts.begin() ? number : std::prev(after)->number;
}

base::Result<Document> read_document(std::span<const std::byte> bytes, std::string_view source_name) {
    const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (has_binary_signature(raw)) return page_problem("page-binary", source_name, "the signature of a binary format", "text or HTML");
    const std::string decoded = base::decode_text(bytes, declared_encoding(raw));
    if (looks_binary(decoded)) return page_problem("page-binary", source_name, "control characters", "text or HTML");
    const std::string text = without_ornaments(decoded);
    Document document{.source_name = std::string(source_name)};
    document.is_html = looks_like_html(text, source_name);
    const bool complete = document.is_html ? append_html_lines(text, document) : append_text_lines(text, document.lines);
    if (!complete)
        return page_problem("page-lines", source_name, fmt::format("more than {} lines", max_page_lines),
                            fmt::format("at most {}", max_page_lines));
    if (document.lines.empty()) return page_problem("page-empty", source_name, "no visible text", "a page with text");
    return document;
}

base::Result<std::vector<std::byte>> read_page_bytes(const ByteSource& source, std::string_view source_name, std::uint64_t max_bytes) {
    constexpr std::uint64_t piece = std::uint64_t{1} << 20;
    std::vector<std::byte> bytes;
    // One byte more than the limit tells that there was more.
    while (bytes.size() <= max_bytes) {
        const auto more = take_bytes(source, std::min(piece, max_bytes + 1 - bytes.size()));
        if (more.empty()) return bytes;
        bytes.insert(bytes.end(), more.begin(), more.end());
    }
    return page_problem("page-too-large", source_name, fmt::format("more than {} bytes", max_bytes),
                        fmt::format("at most {} bytes (--max-page-bytes)", max_bytes));
}

} // namespace cityweave::ingest
