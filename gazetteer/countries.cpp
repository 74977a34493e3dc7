#include "gazetteer/countries.hpp"

#include "base/unicode.hpp"

#include <unicode/locid.h>

#include <algorithm>
#include <array>
#include <set>

namespace cityweave::gazetteer {

namespace {

std::string display_name(const icu::Locale& country, const icu::Locale& language) {
    icu::UnicodeString name;
    country.getDisplayCountry(language, name);
    std::string utf8;
    name.toUTF8String(utf8);
    return utf8;
}

/// ISO's codes, and XK, which ISO leaves to users and the European institutions use for Kosovo.
std::vector<std::string> country_codes() {
    std::vector<std::string> codes;
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) codes.emplace_back(*code);
    if (std::find(codes.begin(), codes.end(), "XK") == codes.end()) codes.emplace_back("XK");
    return codes;
}

/// "Myanmar (Burma)" is two names.
std::vector<std::string> parts_of(const std::string& name) {
    const auto open = name.find('(');
    if (open == std::string::npos) return {name};
    const auto close = name.find(')', open);
    return {name.substr(0, open), name.substr(open + 1, close == std::string::npos ? close : close - open - 1)};
}

/// Folded to Latin, names of far scripts sound like other words: Burma in Tamil is "Parma". As in the gazetteer, only
/// scripts of Europe and its neighbours count.
bool used_in_europe(std::string_view text) {
    const auto points = base::code_points(text);
    return std::all_of(points.begin(), points.end(), [](char32_t c) {
        return c < 0x0700 || (c >= 0x10A0 && c <= 0x10FF) || (c >= 0x1D00 && c <= 0x206F) || (c >= 0x2C60 && c <= 0x2C7F);
    });
}

std::string upper_ascii(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

bool is_ascii_word(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

struct Pair {
    std::string_view from;
    std::string_view to;
};

/// Territories and the state they belong to (ISO 3166-1, remarks).
constexpr std::array sovereigns = std::to_array<Pair>({
    {"RE", "FR"}, {"GP", "FR"}, {"MQ", "FR"}, {"GF", "FR"}, {"YT", "FR"}, {"MF", "FR"}, {"BL", "FR"}, {"PM", "FR"}, {"NC", "FR"},
    {"PF", "FR"}, {"WF", "FR"}, {"TF", "FR"}, {"AX", "FI"}, {"SJ", "NO"}, {"BV", "NO"}, {"GL", "DK"}, {"FO", "DK"}, {"AW", "NL"},
    {"CW", "NL"}, {"SX", "NL"}, {"BQ", "NL"}, {"GG", "GB"}, {"JE", "GB"}, {"IM", "GB"}, {"GI", "GB"}, {"FK", "GB"}, {"BM", "GB"},
    {"KY", "GB"}, {"VG", "GB"}, {"TC", "GB"}, {"AI", "GB"}, {"MS", "GB"}, {"SH", "GB"}, {"IO", "GB"}, {"GS", "GB"}, {"PN", "GB"},
    {"PR", "US"}, {"GU", "US"}, {"VI", "US"}, {"AS", "US"}, {"MP", "US"}, {"UM", "US"}, {"HK", "CN"}, {"MO", "CN"},
});

/// What stands for what by mistake: a country's own abbreviation read as ISO's code of another.
constexpr std::array confusions = std::to_array<Pair>({
    {"SL", "SI"}, {"IR", "IE"}, {"AU", "AT"}, {"ES", "EE"}, {"EE", "ES"}, {"LT", "LV"}, {"LV", "LT"}, {"LU", "LT"}, {"SK", "SI"},
    {"SI", "SK"}, {"SE", "CH"}, {"CH", "SE"}, {"CH", "CZ"}, {"GE", "DE"}, {"MA", "MK"}, {"MC", "MK"}, {"MO", "MD"}, {"AL", "DE"},
    {"BU", "BG"}, {"TU", "TR"}, {"SP", "ES"}, {"SW", "SE"}, {"CR", "HR"}, {"PO", "PL"}, {"DA", "DK"}, {"DN", "DK"}, {"UR", "UA"},
    {"PT", "PL"}, {"BE", "BG"}, {"AT", "IT"}, {"RO", "RS"}, {"SR", "RS"}, {"ME", "MK"}, {"MN", "ME"}, {"BA", "BY"}, {"IS", "IE"},
    {"IL", "IE"}, {"LI", "LT"}, {"HR", "HU"}, {"HU", "HR"}, {"CY", "CZ"}, {"FR", "FI"}, {"ET", "EE"}, {"SR", "SK"},
});

} // namespace

Countries::Countries(const Gazetteer& gazetteer) : gazetteer_(&gazetteer) {
    for (const auto& code : country_codes()) {
        const std::string three = code == "XK" ? "XKX" : icu::Locale("", code.c_str()).getISO3Country();
        codes_.emplace(code, code);
        if (!three.empty()) codes_.emplace(three, code);
        alpha3_.emplace(code, three);
    }
    codes_.insert({{"EL", "GR"}, {"UK", "GB"}, {"UNK", "XK"}, {"KOS", "XK"}, {"ROM", "RO"}});
    // Signs of sports and of vehicles, where ISO has none that looks so.
    signs_.insert({{"GER", "DE"},
                   {"NED", "NL"},
                   {"POR", "PT"},
                   {"GRE", "GR"},
                   {"CRO", "HR"},
                   {"SUI", "CH"},
                   {"DEN", "DK"},
                   {"BUL", "BG"},
                   {"SLO", "SI"},
                   {"LAT", "LV"},
                   {"ENG", "GB"},
                   {"SCO", "GB"},
                   {"WAL", "GB"},
                   {"NIR", "GB"}});
}

Countries::Name Countries::name_at(std::size_t i) const {
    const auto [folded, code] = gazetteer_->pair_at(Section::country_names, i);
    return {.folded = folded, .code = code};
}

std::size_t Countries::first_from(std::string_view folded) const {
    std::size_t first = 0, end = name_count();
    while (first < end) {
        const auto middle = first + (end - first) / 2;
        if (name_at(middle).folded < folded)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

std::optional<std::string> Countries::by_code(std::string_view text) const {
    if ((text.size() != 2 && text.size() != 3) || !is_ascii_word(text)) return std::nullopt;
    if (const auto found = codes_.find(upper_ascii(text)); found != codes_.end()) return found->second;
    const auto sign = signs_.find(text); // only in capitals: "Den Haag"
    return sign == signs_.end() ? std::nullopt : std::optional(sign->second);
}

std::optional<std::string> Countries::by_name(std::string_view folded) const {
    const auto codes = gazetteer_->values(Section::country_names, folded);
    if (codes.empty()) return std::nullopt;
    return std::string(codes.front());
}

std::optional<std::string> Countries::by_stem(std::string_view folded) const {
    // What declension changes is the end: at most four letters of the text and three of the name.
    constexpr std::size_t shortest_stem = 5, longest_ending = 4, longest_name_ending = 3;
    if (folded.find(' ') != std::string_view::npos || folded.size() < shortest_stem) return std::nullopt;
    for (std::size_t cut = 0; cut <= longest_ending && folded.size() - cut >= shortest_stem; ++cut) {
        const auto stem = folded.substr(0, folded.size() - cut);
        std::set<std::string_view> codes;
        for (auto i = first_from(stem); i < name_count() && name_at(i).folded.starts_with(stem); ++i)
            if (name_at(i).folded.size() <= stem.size() + longest_name_ending) codes.insert(name_at(i).code);
        if (codes.size() == 1) return std::string(*codes.begin());
        if (codes.size() > 1) return std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::string> Countries::misspelt(std::string_view folded) const {
    if (folded.size() < 6) return std::nullopt;
    const int limit = folded.size() >= 9 ? 2 : 1;
    std::set<std::string_view> codes;
    int best = limit + 1;
    for (auto i = first_from(folded.substr(0, 1)); i < name_count() && name_at(i).folded.front() == folded.front(); ++i) {
        const int edits = base::edit_distance(folded, name_at(i).folded, std::min(limit, best));
        if (edits < best) codes.clear();
        if (edits <= limit && edits <= best) {
            best = edits;
            codes.insert(name_at(i).code);
        }
    }
    if (codes.size() != 1) return std::nullopt;
    return std::string(*codes.begin());
}

/// "the", "republic of".
bool Countries::is_prefix(std::string_view folded) const {
    const auto kinds = gazetteer_->values(Section::words, folded);
    return std::any_of(kinds.begin(), kinds.end(), [](std::string_view kind) { return kind.starts_with("country-prefix:"); });
}

std::optional<std::string> Countries::alpha2(std::string_view text) const {
    const auto tidy = base::tidy_blanks(text);
    if (auto code = by_code(tidy)) return code;
    std::string folded = base::fold_for_search(tidy);
    if (folded.empty() || folded.size() > 80) return std::nullopt;
    if (auto code = by_name(folded)) return code;
    if (folded.size() <= 5) // "U.K.", "G. B."
        if (std::string letters = folded; std::erase(letters, ' ') > 0)
            if (auto code = by_code(letters)) return code;
    for (auto blank = folded.find(' '); blank != std::string::npos; blank = folded.find(' ', blank + 1))
        if (is_prefix(std::string_view(folded).substr(0, blank)))
            if (auto code = by_name(std::string_view(folded).substr(blank + 1))) return code;
    if (!gazetteer_->named(folded).empty()) return std::nullopt;
    if (auto code = by_stem(folded)) return code;
    return misspelt(folded);
}

std::string Countries::alpha3(std::string_view alpha2) const {
    const auto found = alpha3_.find(alpha2);
    return found == alpha3_.end() ? std::string() : found->second;
}

std::string Countries::name(std::string_view alpha2, std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    const auto locale = icu::Locale::forLanguageTag(icu::StringPiece(language.data(), static_cast<std::int32_t>(language.size())), status);
    const std::string code(alpha2);
    auto shown = display_name(icu::Locale("", code.c_str()), U_FAILURE(status) ? icu::Locale::getEnglish() : locale);
    return shown.empty() ? code : shown;
}

std::string Countries::sovereign(std::string_view alpha2) {
    return std::string(sovereign_code(alpha2));
}

std::string_view Countries::sovereign_code(std::string_view alpha2) {
    if (alpha2.size() != 2) return alpha2;
    const auto same = [&](const Pair& p) { return p.from[0] == alpha2[0] && p.from[1] == alpha2[1]; };
    const auto found = std::find_if(sovereigns.begin(), sovereigns.end(), same);
    return found == sovereigns.end() ? alpha2 : found->to;
}

std::vector<std::string> Countries::confused_with(std::string_view alpha2) {
    std::vector<std::string> codes;
    for (const auto& pair : confusions)
        if (pair.from == alpha2) codes.emplace_back(pair.to);
    return codes;
}

WordPairs Countries::names_of_all_languages() {
    std::map<std::string, std::map<std::string, int>> votes;
    std::int32_t count = 0;
    const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
    const auto codes = country_codes();
    for (std::int32_t i = 0; i < count; ++i) {
        if (*locales[i].getCountry() != '\0') continue;
        for (const auto& code : codes)
            for (const auto& part : parts_of(display_name(icu::Locale("", code.c_str()), locales[i])))
                if (auto key = base::fold_for_search(part); key.size() > 3 && used_in_europe(part)) ++votes[key][code];
    }
    WordPairs names;
    for (const auto& [key, by_code] : votes) {
        const auto best =
            std::max_element(by_code.begin(), by_code.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        names.emplace_back(key, best->first);
    }
    return names;
}

} // namespace cityweave::gazetteer
