#include "base/unicode.hpp"

#include "base/error.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

namespace cityweave::base {

namespace {

icu::UnicodeString to_icu(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

// ICU's decoding macros narrow integers by design.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
/// The code point at `i`, which moves past it; negative for invalid bytes.
UChar32 next_code_point(std::string_view text, std::int32_t& i) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    UChar32 c = 0;
    U8_NEXT(bytes, i, static_cast<std::int32_t>(text.size()), c);
    return c;
}
#pragma GCC diagnostic pop

const icu::Normalizer2& nfc_normalizer() {
    UErrorCode status = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) throw Error("ICU has no normalisation data");
    return *normalizer;
}

/// One per thread: an icu::Transliterator is not safe to share.
const icu::Transliterator& transliterator(const char* id) {
    thread_local std::vector<std::pair<const char*, std::unique_ptr<icu::Transliterator>>> made;
    for (const auto& [key, value] : made)
        if (key == id) return *value;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> value(icu::Transliterator::createInstance(icu::UnicodeString(id), UTRANS_FORWARD, status));
    if (U_FAILURE(status) || !value) throw Error("ICU has no transliteration data");
    made.emplace_back(id, std::move(value));
    return *made.back().second;
}

constexpr const char* to_ascii_id = "Any-Latin; Latin-ASCII; Lower";

char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string ascii_lower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return ascii_lower(c); });
    return lower;
}

bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80U; });
}

/// Letters up to U+027F (Latin), well encoded and nothing else: composed already, and each folded by itself.
bool is_short_latin(std::string_view text) {
    constexpr unsigned char first_lead = 0xC2, last_lead = 0xC9;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80U) continue;
        if (lead < first_lead || lead > last_lead || ++i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
            return false;
        if (text.substr(i - 1, 2) == "\u00B5") return false; // the micro sign is Greek, read by what stands beside it
    }
    return true;
}

/// What ICU makes of each code point below U+0280, computed once: its transliterator costs microseconds a word.
const std::array<std::string, 0x280>& short_latin_folds() {
    static const auto folds = [] {
        std::array<std::string, 0x280> made;
        for (UChar32 c = 0; c < 0x280; ++c) {
            icu::UnicodeString one(c);
            transliterator(to_ascii_id).transliterate(one);
            made.at(static_cast<std::size_t>(c)) = to_utf8(one);
        }
        return made;
    }();
    return folds;
}

std::string latin_ascii_lower(std::string_view text) {
    if (is_short_latin(text)) {
        if (is_ascii(text)) return ascii_lower(text);
        std::string folded;
        const auto& folds = short_latin_folds();
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto lead = static_cast<unsigned char>(text[i]);
            folded += lead < 0x80U ? std::string(1, ascii_lower(text[i]))
                                   : folds.at(((lead & 0x1FU) << 6U) | (static_cast<unsigned char>(text[++i]) & 0x3FU));
        }
        return folded;
    }
    auto unicode = to_icu(nfc(text));
    transliterator(to_ascii_id).transliterate(unicode);
    return to_utf8(unicode);
}

std::string convert_from(std::span<const std::byte> bytes, const char* encoding) {
    const icu::UnicodeString text(reinterpret_cast<const char*>(bytes.data()), static_cast<std::int32_t>(bytes.size()), encoding);
    return to_utf8(text);
}

constexpr const char* western = "windows-1252";

std::string_view view_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// ICU's name for an eight-bit encoding that extends ASCII, by any of its names; empty for others. Pages that say ISO-8859-1
/// or -9 mean the Windows encoding that holds it (WHATWG Encoding Standard, section 4.2).
std::string eight_bit_encoding_named(std::string_view name) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
        name.empty() ? nullptr : ucnv_open(std::string(name).c_str(), &status), ucnv_close);
    if (!converter || U_FAILURE(status) || ucnv_getMaxCharSize(converter.get()) != 1) return {};
    constexpr std::string_view ascii = " <A>z09";
    if (convert_from(std::as_bytes(std::span(ascii)), std::string(name).c_str()) != ascii) return {};
    const char* registered = ucnv_getStandardName(ucnv_getName(converter.get(), &status), "MIME", &status);
    std::string standard = registered != nullptr && U_SUCCESS(status) ? registered : std::string(name);
    if (standard == "ISO-8859-1" || standard == "US-ASCII") return western;
    if (standard == "ISO-8859-9") return "windows-1254";
    return standard;
}

bool starts_with(std::span<const std::byte> bytes, std::initializer_list<int> mark) {
    return bytes.size() >= mark.size() &&
           std::equal(mark.begin(), mark.end(), bytes.begin(), [](int m, std::byte b) { return std::byte(m) == b; });
}

/// UTF-16 text of mostly Latin letters has a zero in every other byte; which one tells the byte order.
std::optional<Encoding> utf16_without_mark(std::span<const std::byte> bytes) {
    const auto sample = bytes.first(std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1});
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < sample.size(); ++i)
        if (sample[i] == std::byte{0}) ++zeros[i % 2];
    const auto many = sample.size() / 2 * 6 / 10;
    if (sample.size() >= 4 && zeros[1] > many && zeros[0] <= many / 4) return Encoding::utf16_le;
    if (sample.size() >= 4 && zeros[0] > many && zeros[1] <= many / 4) return Encoding::utf16_be;
    return std::nullopt;
}

/// Joins alphanumeric runs of ASCII text with `separator`.
std::string join_runs(std::string_view text, char separator) {
    std::string out;
    bool pending = false;
    for (const char c : text) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!word) {
            pending = !out.empty();
            continue;
        }
        if (std::exchange(pending, false)) out += separator;
        out += c;
    }
    return out;
}

} // namespace

EncodingStart encoding_of(std::span<const std::byte> beginning) {
    if (starts_with(beginning, {0xEF, 0xBB, 0xBF})) return {Encoding::bytes, 3};
    if (starts_with(beginning, {0xFF, 0xFE})) return {Encoding::utf16_le, 2};
    if (starts_with(beginning, {0xFE, 0xFF})) return {Encoding::utf16_be, 2};
    return {utf16_without_mark(beginning).value_or(Encoding::bytes), 0};
}

std::string decode_piece(std::span<const std::byte> bytes, Encoding encoding, const std::string& eight_bit) {
    if (encoding == Encoding::utf16_le) return nfc(convert_from(bytes, "UTF-16LE"));
    if (encoding == Encoding::utf16_be) return nfc(convert_from(bytes, "UTF-16BE"));
    const auto text = view_of(bytes);
    return nfc(is_valid_utf8(text) ? std::string(text) : convert_from(bytes, eight_bit.c_str()));
}

std::string decode_text(std::span<const std::byte> bytes, std::string_view declared) {
    const auto start = encoding_of(bytes);
    const auto text = bytes.subspan(start.mark);
    if (start.encoding != Encoding::bytes || is_valid_utf8(view_of(text))) return decode_piece(text, start.encoding, {});
    const auto known = eight_bit_encoding_named(declared);
    return decode_piece(text, start.encoding, known.empty() ? eight_bit_encoding_of(text) : known);
}

std::string eight_bit_encoding_of(std::span<const std::byte> bytes) {
    constexpr std::size_t sample_size = std::size_t{64} << 10U;
    constexpr std::int32_t least_lead = 3; ///< by which another must be likelier than Windows-1252, of 100
    const auto sample = bytes.first(std::min(bytes.size(), sample_size));
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), ucsdet_close);
    ucsdet_enableInputFilter(detector.get(), 1); // mark-up is English in every language
    ucsdet_setText(detector.get(), reinterpret_cast<const char*>(sample.data()), static_cast<std::int32_t>(sample.size()), &status);
    std::int32_t count = 0;
    const auto* const* matches = ucsdet_detectAll(detector.get(), &count, &status);
    std::string best(western);
    std::int32_t highest = 0;
    std::int32_t of_western = 0;
    for (std::int32_t i = 0; U_SUCCESS(status) && i < count; ++i) { // the likeliest first
        const auto named = eight_bit_encoding_named(ucsdet_getName(matches[i], &status));
        const auto confidence = ucsdet_getConfidence(matches[i], &status);
        if (named.empty()) continue;
        if (named == western) of_western = std::max(of_western, confidence);
        if (confidence > highest) highest = confidence, best = named;
    }
    return highest >= of_western + least_lead ? best : western;
}

bool is_valid_utf8(std::string_view text) {
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;)
        if (next_code_point(text, i) < 0) return false;
    return true;
}

std::string nfc(std::string_view text) {
    if (is_short_latin(text)) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    const auto result = nfc_normalizer().normalize(to_icu(text), status);
    return U_FAILURE(status) ? std::string(text) : to_utf8(result);
}

std::string fold_case(std::string_view text) {
    return to_utf8(to_icu(text).foldCase());
}

std::string to_lower(std::string_view text) {
    return to_utf8(to_icu(text).toLower(icu::Locale::getRoot()));
}

std::string to_upper(std::string_view text) {
    return to_utf8(to_icu(text).toUpper(icu::Locale::getRoot()));
}

std::string fold_for_search(std::string_view text) {
    return join_runs(latin_ascii_lower(text), ' ');
}

std::string fold_exact(std::string_view text) {
    if (is_ascii(text)) return join_runs(ascii_lower(text), ' ');
    std::string out;
    bool pending = false;
    for (const char32_t c : code_points(fold_case(nfc(text)))) {
        if (!is_letter(c) && !is_digit(c) && u_charType(static_cast<UChar32>(c)) != U_NON_SPACING_MARK) {
            pending = !out.empty();
            continue;
        }
        if (std::exchange(pending, false)) out += ' ';
        append_utf8(out, c);
    }
    return out;
}

std::string slug(std::string_view text) {
    std::string spelled;
    for (const char c : text) {
        if (c == '@')
            spelled += " at ";
        else if (c == '&')
            spelled += " and ";
        else
            spelled += c;
    }
    auto ascii = latin_ascii_lower(spelled);
    std::erase_if(ascii, [](char c) { return c == '.' || c == '\'' || c == '`'; });
    return join_runs(ascii, '-');
}

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> points;
    points.reserve(text.size());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        const UChar32 c = next_code_point(text, i);
        points.push_back(c < 0 ? U'\uFFFD' : static_cast<char32_t>(c));
    }
    return points;
}

void append_utf8(std::string& text, char32_t code_point) {
    if (code_point < 0x80U) {
        text += static_cast<char>(code_point);
        return;
    }
    if (code_point < 0x800U) {
        text += static_cast<char>(0xC0U | (code_point >> 6U));
        text += static_cast<char>(0x80U | (code_point & 0x3FU));
        return;
    }
    icu::UnicodeString(static_cast<UChar32>(code_point)).toUTF8String(text);
}

bool is_letter(char32_t c) {
    if (c < 0x80U) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return u_isalpha(static_cast<UChar32>(c)) != 0;
}
bool is_upper(char32_t c) {
    if (c < 0x80U) return c >= U'A' && c <= U'Z';
    return u_isupper(static_cast<UChar32>(c)) != 0 || u_istitle(static_cast<UChar32>(c)) != 0;
}
bool is_digit(char32_t c) {
    if (c < 0x80U) return c >= U'0' && c <= U'9';
    return u_isdigit(static_cast<UChar32>(c)) != 0;
}
bool is_blank(char32_t c) {
    return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

std::string tidy_blanks(std::string_view text) {
    std::string out;
    bool pending = false;
    for (const char32_t c : code_points(text)) {
        if (is_blank(c)) {
            pending = !out.empty();
            continue;
        }
        if (std::exchange(pending, false)) out += ' ';
        append_utf8(out, c);
    }
    return out;
}

int edit_distance(std::string_view a_text, std::string_view b_text, int limit) {
    const auto a = code_points(a_text);
    const auto b = code_points(b_text);
    const int n = static_cast<int>(a.size());
    const int m = static_cast<int>(b.size());
    if (std::abs(n - m) > limit) return limit + 1;
    const auto at = [](const auto& v, int i) { return v[static_cast<std::size_t>(i)]; };
    std::vector<int> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), 0);
    for (int i = 1; i <= n; ++i) {
        std::fill(row.begin(), row.end(), limit + 1);
        if (i <= limit) row[0] = i;
        for (int j = std::max(1, i - limit); j <= std::min(m, i + limit); ++j) {
            const auto u = static_cast<std::size_t>(j);
            row[u] = std::min({last[u] + 1, row[u - 1] + 1, last[u - 1] + (at(a, i - 1) == at(b, j - 1) ? 0 : 1)});
            if (i > 1 && j > 1 && at(a, i - 1) == at(b, j - 2) && at(a, i - 2) == at(b, j - 1))
                row[u] = std::min(row[u], before_last[u - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return std::min(last[b.size()], limit + 1);
}

} // namespace cityweave::base
