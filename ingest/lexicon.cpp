#include "ingest/lexicon.hpp"

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/mapped_file.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cityweave::ingest {

namespace {

constexpr std::array<std::pair<std::string_view, Cue>, static_cast<std::size_t>(Cue::count_)> cue_names = {{
    {"lead", Cue::lead},     {"lead_role", Cue::lead_role}, {"partner", Cue::partner},   {"led_by", Cue::led_by},
    {"leads", Cue::leads},   {"network", Cue::network},     {"joined", Cue::joined},     {"stop", Cue::stop},
    {"search", Cue::search}, {"seek", Cue::seek},           {"function", Cue::function}, {"article", Cue::article},
    {"body", Cue::body},     {"programme", Cue::programme}, {"status", Cue::status},     {"conjunction", Cue::conjunction},
    {"person", Cue::person}, {"event", Cue::event},         {"country", Cue::country},   {"theme", Cue::theme},
    {"role", Cue::role},     {"menu", Cue::menu},           {"title", Cue::title},       {"copula", Cue::copula},
    {"member", Cue::member}, {"company", Cue::company},     {"left", Cue::left},         {"contact", Cue::contact},
}};

constexpr std::size_t longest_folded_word = 96; ///< longer ones are no words of any language's phrases

/// Length of the character at the front of `rest`; `is_core` says whether it is a letter, digit or inner sign.
struct Character {
    std::size_t length;
    bool is_core;
};

Character character_at(std::string_view rest) {
    const auto c = static_cast<unsigned char>(rest[0]);
    if (c < 0x80) return {1, (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')};
    const std::size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    const auto next = rest.size() > 1 ? static_cast<unsigned char>(rest[1]) : 0;
    // Signs of the Latin-1 block but ª and º; general punctuation; marks before the Greek capitals.
    const bool latin_sign = c == 0xC2 && next != 0xAA && next != 0xBA;
    const bool general_punctuation = c == 0xE2 && next <= 0x81;
    const bool arrows_and_boxes = c == 0xE2 && next >= 0x86 && next <= 0xAF;
    return {std::min(length, rest.size()), !latin_sign && !general_punctuation && !arrows_and_boxes};
}

std::string folded_word(std::string_view core) {
    if (core.size() > longest_folded_word) return "?";
    return base::fold_for_search(core);
}

/// Bytes after a core of `length` that are still the word's own: the plus of "Voisins+", the last dot of "S.E.U.I.L.".
std::size_t own_sign(std::string_view rest, std::size_t length) {
    if (length >= rest.size()) return 0;
    if (rest[length] == '+') return 1;
    const bool initials =
        length >= 3 && !(rest[0] >= '0' && rest[0] <= '9') && rest[length] == '.' && rest[length - 2] == '.' && rest[1] == '.';
    return initials ? 1 : 0;
}

Word word_between(std::string_view text, std::size_t begin, std::size_t end) {
    std::size_t first = end;
    std::size_t last = begin;
    for (std::size_t i = begin; i < end;) {
        const auto c = character_at(text.substr(i, end - i));
        if (c.is_core) {
            first = std::min(first, i);
            last = i + c.length;
        }
        i += c.length;
    }
    if (first >= last) return {begin, end, text.substr(begin, end - begin) == "&" ? "&" : ""};
    const auto folded = folded_word(text.substr(first, last - first));
    if (text.substr(begin, first - begin).ends_with('@') && last - first > 1) first -= 1;                     // "@Counter"
    if (text.substr(begin, first - begin).ends_with("'") && text.substr(first).starts_with("s-")) first -= 1; // 's-Hertogenbosch
    if (text.substr(begin, first - begin).ends_with("’") && text.substr(first).starts_with("s-")) first -= 3;
    return {first, last + own_sign(text.substr(first, end - first), last - first), folded};
}

} // namespace

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(' ', begin), text.size());
        if (end > begin) words.push_back(word_between(text, begin, end));
        begin = end + 1;
    }
    return words;
}

Lexicon Lexicon::open(const std::filesystem::path& folder) {
    const auto path = folder / "words.json";
    auto lexicon = from_json(base::MappedFile::open(path).text(), path.string());
    lexicon.adjectives_ = CountryAdjectives::open(folder / "country_adjectives.csv");
    return lexicon;
}

Lexicon Lexicon::from_json(std::string_view text, std::string_view name) {
    const auto parsed = base::parse_json(text);
    if (!parsed) throw base::FormatError(std::string(name) + ": " + base::describe(parsed.problem()));
    Lexicon lexicon;
    for (const auto& [category, cue] : cue_names) {
        const auto* languages = parsed->find(category);
        if (!languages || !languages->object())
            throw base::FormatError(std::string(name) + ": no phrases for \"" + std::string(category) + "\"");
        for (const auto& [language, phrases] : *languages->object()) {
            if (!phrases.array())
                throw base::FormatError(std::string(name) + ": " + std::string(category) + "." + language + " is no list");
            for (const auto& phrase : *phrases.array())
                if (phrase.string()) lexicon.add(cue, *phrase.string());
        }
    }
    return lexicon;
}

void Lexicon::add(Cue cue, std::string_view phrase) {
    if (phrase.ends_with('*')) {
        stems_[static_cast<std::size_t>(cue)].push_back(base::fold_for_search(phrase.substr(0, phrase.size() - 1)));
        return;
    }
    std::vector<std::string> words;
    for (auto& word : words_of(phrase)) words.push_back(std::move(word.folded));
    if (words.empty()) return;
    auto& same_start = by_first_word_[static_cast<std::size_t>(cue)][words.front()];
    if (std::find(same_start.begin(), same_start.end(), words) != same_start.end()) return;
    const auto longer = [&](const auto& other) { return other.size() <= words.size(); };
    same_start.insert(std::find_if(same_start.begin(), same_start.end(), longer), std::move(words));
}

std::size_t Lexicon::match(Cue cue, const std::vector<Word>& words, std::size_t at) const {
    const auto& phrases = by_first_word_[static_cast<std::size_t>(cue)];
    const auto found = phrases.find(words[at].folded);
    // "Interreg-project" is a project.
    if (found == phrases.end() && cue == Cue::network)
        if (const auto blank = words[at].folded.rfind(' '); blank != std::string::npos)

            return has(Cue::programme, words[at].folded.substr(0, blank)) && has(cue, words[at].folded.substr(blank + 1)) ? 1 : 0;
    if (found == phrases.end()) return is_form(cue, words[at].folded) ? 1 : 0;
    for (const auto& phrase : found->second) {
        if (at + phrase.size() > words.size()) continue;
        const auto same = std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                                     [](const std::string& p, const Word& w) { return p == w.folded; });
        if (same) return phrase.size();
    }
    return is_form(cue, words[at].folded) ? 1 : 0;
}

bool Lexicon::is_form(Cue cue, const std::string& folded) const {
    constexpr std::size_t longest_ending = 5;
    const auto& stems = stems_[static_cast<std::size_t>(cue)];
    return std::any_of(stems.begin(), stems.end(),
                       [&](const std::string& stem) { return folded.starts_with(stem) && folded.size() <= stem.size() + longest_ending; });
}

bool Lexicon::has(Cue cue, const std::string& folded) const {
    const auto& phrases = by_first_word_[static_cast<std::size_t>(cue)];
    const auto found = phrases.find(folded);
    return (found != phrases.end() && found->second.back().size() == 1) || is_form(cue, folded);
}

bool Lexicon::holds_any(std::initializer_list<Cue> cues, const std::vector<Word>& words) const {
    return std::any_of(cues.begin(), cues.end(), [&](Cue cue) { return find(cue, words).has_value(); });
}

std::optional<std::size_t> Lexicon::find(Cue cue, const std::vector<Word>& words, std::size_t from) const {
    for (std::size_t i = from; i < words.size(); ++i)
        if (match(cue, words, i) > 0) return i;
    return std::nullopt;
}

/// "partners" by its stem, in any of the languages that borrow it or have their own; "cities" are sought for other reasons.
static bool is_partner_word(const std::string& folded) {
    constexpr std::array stems = {"partn", "parten", "parceir", "socio", "soci", "kumppan", "etair", "ortak", "samarbetspart"};
    return std::any_of(stems.begin(), stems.end(), [&](std::string_view stem) {
        return folded.starts_with(stem) && !folded.starts_with("social") && !folded.starts_with("societ");
    });
}

bool Lexicon::speaks_of_partners(const std::vector<Word>& words) const {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (is_partner_word(words[i].folded) || match(Cue::lead, words, i) > 0) return true;
    return false;
}

bool Lexicon::speaks_of_search(const std::vector<Word>& words) const {
    constexpr std::size_t reach = 5; // "looking for two or three more partners"
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (match(Cue::search, words, i) > 0) return true;
        const auto n = match(Cue::seek, words, i);
        if (n == 0) continue;
        for (auto k = i + n; k < std::min(words.size(), i + n + reach); ++k)
            if (is_partner_word(words[k].folded)) return true;
    }
    return false;
}

} // namespace cityweave::ingest
