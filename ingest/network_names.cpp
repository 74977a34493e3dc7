#include "ingest/network_names.hpp"

#include "base/unicode.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_heading_bytes = 110;
constexpr std::size_t longest_heading_words = 12;
constexpr std::size_t remembered_runs = 300'000;
constexpr std::size_t longest_run = 5; ///< words
constexpr std::size_t remembered_towns = 500;
constexpr std::size_t shortest_sentence = 7; ///< words: fewer are a label or a menu's entry

bool is_digit_ascii(char c) {
    return c >= '0' && c <= '9';
}

/// Whether a line is a date or a range of dates.
bool is_dates(std::string_view text) {
    std::size_t digits = 0;
    std::size_t letters = 0;
    std::size_t numbers = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = is_digit_ascii(text[i]);
        digits += digit ? 1U : 0U;
        numbers += digit && (i == 0 || !is_digit_ascii(text[i - 1])) ? 1U : 0U;
        letters += (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z' ? 1U : 0U;
    }
    // "Published on 3 June 2022": a day and a year among few words.
    const bool day_and_year = digits >= 5 && digits <= 6 && numbers == 2 && text.size() <= 40;
    // "Pilgrim 1030": a word and a number that is no year of ours.
    const bool named =
        numbers == 1 && letters > 4 && text.find("19") == std::string_view::npos && text.find("20") == std::string_view::npos;
    return digits >= 4 && !named && (digits * 2 > letters || day_and_year);
}

std::string key_of(std::string_view text) {
    std::string key;
    for (const char c : base::slug(text))
        if (c != '-') key += c;
    return key;
}

} // namespace

NetworkNames::NetworkNames(const Reading& reading)
    : reading_(reading), furniture_(reading.blocks().size(), false), headings_(reading.blocks().size(), false) {
    const auto& blocks = reading.blocks();
    for (std::size_t i = 0; i < blocks.size(); ++i) furniture_[i] = is_furniture(blocks[i].text);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        for (const auto& word : reading.words(i)) speaks_of_redes_ = speaks_of_redes_ || word.folded == "redes" || word.folded == "socios";
        headings_[i] = looks_like_heading(i);
        if (headings_[i] && heading_slugs_.size() < remembered_runs) ++heading_slugs_[key_of(blocks[i].text)];
        note_runs(i);
    }
}

void NetworkNames::note_runs(std::size_t block) {
    const auto& text = reading_.blocks()[block].text;
    const auto& words = reading_.words(block);
    const bool sentence = !headings_[block] && words.size() >= shortest_sentence;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (words[k].folded.empty() || !(upper_at(text, words[k].begin) || is_digit_ascii(text[words[k].begin]))) continue;
        if (towns_.size() < remembered_towns && words[k].folded.size() >= 4 &&
            reading_.is_town(text.substr(words[k].begin, words[k].end - words[k].begin)))
            towns_.insert(words[k].folded);
        std::string run;
        for (std::size_t n = 0; n < longest_run && k + n < words.size(); ++n) {
            if (words[k + n].folded.empty()) continue;
            run += (run.empty() ? "" : " ") + words[k + n].folded;
            if (capital_runs_.size() >= remembered_runs && !capital_runs_.contains(run)) continue;
            auto& seen = capital_runs_[run];
            ++seen.times;
            if (sentence && seen.last_sentence != block) ++seen.sentences, seen.last_sentence = block;
        }
    }
}

const NetworkNames::Seen& NetworkNames::seen(std::string_view name) const {
    static constexpr Seen nowhere;
    std::string run;
    std::size_t count = 0;
    for (const auto& word : words_of(name))
        if (!word.folded.empty() && ++count <= longest_run) run += (run.empty() ? "" : " ") + word.folded;
    const auto found = capital_runs_.find(run);
    return found == capital_runs_.end() ? nowhere : found->second;
}

bool NetworkNames::resembles_town(std::string_view name) const {
    const auto folded = base::fold_for_search(name);
    constexpr std::size_t longest_ending = 3;
    constexpr std::size_t shortest_stem = 3;
    if (folded.find(' ') != std::string::npos) return false;
    return std::any_of(towns_.begin(), towns_.end(), [&](const std::string& town) {
        const auto common = static_cast<std::size_t>(
            std::mismatch(town.begin(), town.begin() + static_cast<std::ptrdiff_t>(std::min(town.size(), folded.size())), folded.begin())
                .first -
            town.begin());
        return common >= shortest_stem && common + longest_ending >= std::max(town.size(), folded.size());
    });
}

int NetworkNames::sentences_with(std::string_view name) const {
    return std::min(seen(name).sentences, 50);
}

int NetworkNames::occurrences(std::string_view name) const {
    int times = std::min(seen(name).times, 50);
    if (const auto heading = heading_slugs_.find(key_of(name)); heading != heading_slugs_.end()) times += 3;
    return times;
}

bool NetworkNames::is_menu(std::string_view text, const std::vector<Word>& words) const {
    const bool parted = text.find_first_of("|>") != std::string_view::npos || text.find("·") != std::string_view::npos ||
                        text.find("»") != std::string_view::npos || text.find("›") != std::string_view::npos;
    std::size_t phrases = 0;
    for (std::size_t i = 0; i < words.size();) {
        std::size_t n = words[i].folded.empty() ? 1 : 0;
        for (const auto cue : {Cue::menu, Cue::status, Cue::stop, Cue::partner, Cue::network, Cue::search})
            n = std::max(n, reading_.lexicon().match(cue, words, i));
        if (n == 0) return false;
        phrases += words[i].folded.empty() ? 0U : 1U;
        i += n;
    }
    return phrases >= (parted ? 2U : 3U);
}

bool NetworkNames::is_furniture(std::string_view text) const {
    if (text.size() > 120) return false;
    if (is_dates(text)) return true;
    const auto words = words_of(text);
    if (words.empty()) return true;
    const auto& lexicon = reading_.lexicon();
    std::size_t first = 0;
    while (first + 1 < words.size() && lexicon.has(Cue::function, words[first].folded)) ++first;
    if (is_menu(text, words)) return true;
    for (const auto cue : {Cue::stop, Cue::status, Cue::menu, Cue::lead, Cue::partner, Cue::network, Cue::lead_role, Cue::search}) {
        for (const auto from : {std::size_t{0}, first}) {
            const auto n = lexicon.match(cue, words, from);
            if (n == 0) continue;
            auto rest = from + n;
            // "Partners (9)", "Network partners:", "Our project partners"
            while (rest < words.size() && (words[rest].folded.empty() || is_digit_ascii(words[rest].folded[0]))) ++rest;
            if (rest == words.size()) return true;
            for (const auto more : {Cue::partner, Cue::network, Cue::lead, Cue::stop})
                if (const auto m = lexicon.match(more, words, rest); m > 0 && rest + m == words.size()) return true;
        }
    }
    return text.starts_with("Copy link") || text.starts_with("Share on");
}

bool NetworkNames::looks_like_heading(std::size_t block) const {
    const auto& line = reading_.blocks()[block];
    if (line.text.size() > longest_heading_bytes || !line.cells.empty()) return false;
    if (line.heading > 0) return true;
    if (line.marker != Marker::none && line.marker != Marker::number) return false;
    const char last = line.text.back();
    if (last == '.' || last == ',' || last == ';' || last == '?') return false;
    const bool below_menu = block > 0 && furniture_[block - 1] && reading_.blocks()[block - 1].text.back() != ':';
    const bool below_list =
        block > 0 && reading_.blocks()[block - 1].marker != Marker::none && line.indent < reading_.blocks()[block - 1].indent;
    const bool set_apart = block == 0 || line.blanks_before > 0 || line.is_bold() || below_menu || below_list;
    const auto& words = reading_.words(block);
    return set_apart && words.size() <= longest_heading_words && !words.empty() &&
           (upper_at(line.text, words[0].begin) || is_digit_ascii(line.text[0]) || !words[0].folded.empty());
}

/// What stands behind a programme's name and names nothing: "URBACT III", "European projects".
bool NetworkNames::is_leftover(std::string_view text) const {
    const bool numeral = text.find_first_not_of("IVX ") == std::string_view::npos;
    return numeral || is_furniture(text);
}

bool NetworkNames::is_label(const std::vector<Word>& words) const {
    bool says_network = false;
    for (std::size_t i = 0; i < words.size();) {
        const auto network = std::max(reading_.lexicon().match(Cue::network, words, i), reading_.lexicon().match(Cue::title, words, i));
        const auto n = std::max(network, reading_.lexicon().match(Cue::programme, words, i));
        if (n == 0 && !reading_.lexicon().has(Cue::function, words[i].folded)) return false;
        says_network = says_network || network > 0;
        i += std::max<std::size_t>(n, 1);
    }
    return says_network;
}

const std::vector<NameCandidate>& NetworkNames::title_candidates(std::size_t block) const {
    constexpr double least = 4.5;
    constexpr std::size_t most = 2;
    const auto [known, is_new] = title_candidates_.try_emplace(block);
    if (!is_new) return known->second;
    const auto& text = reading_.blocks()[block].text;
    std::vector<Entry> places;
    for (const auto& anchor : anchors_of(reading_, text, {0, text.size()})) {
        const auto name = name_before(reading_, text, reading_.words(block), anchor, 0);
        if (name.begin < name.end) places.push_back({.name = name, .country = anchor.country, .whole = {name.begin, anchor.span.end}});
    }
    for (auto& candidate : in_prose(block, places))
        if (known->second.size() < most && candidate.score >= least) known->second.push_back(std::move(candidate));
    return known->second;
}

std::string_view NetworkNames::without_network_word(std::string_view name) const {
    const auto hyphen = name.rfind('-');
    if (hyphen == std::string_view::npos || hyphen == 0) return name;
    const auto last = words_of(name.substr(hyphen + 1));
    if (last.empty() || reading_.lexicon().match(Cue::network, last, 0) != last.size()) return name;
    return name.substr(0, name.find_last_not_of(' ', hyphen - 1) + 1);
}

namespace {

/// The last step of "Home > Projects > Quiet Streets"; the whole text where it is no such trail.
std::string_view end_of_trail(std::string_view text) {
    for (const auto sign : {" > "sv, " » "sv, " › "sv, " → "sv}) {
        const auto at = text.rfind(sign);
        if (at != std::string_view::npos) return text.substr(at + sign.size());
    }
    return text;
}

} // namespace

std::size_t NetworkNames::programme_at(std::string_view text, const std::vector<Word>& words, std::size_t i) const {
    constexpr std::size_t longest_acronym = 4; // bytes
    const auto n = reading_.lexicon().match(Cue::programme, words, i);
    const auto word = text.substr(words[i].begin, words[i].end - words[i].begin);
    return n == 1 && word.size() <= longest_acronym && !is_capitals(word) ? 0 : n; // "Un toit", "Who repairs what?"
}

std::string NetworkNames::from_title(std::string_view title) const {
    auto text = end_of_trail(title);
    if (is_furniture(text)) return {};
    for (const auto sign : {": "sv, " - "sv, " – "sv, " — "sv, " | "sv}) {
        const auto at = text.find(sign);
        if (at == std::string_view::npos || at == 0) continue;
        const auto left = text.substr(0, at);
        const auto right = text.substr(at + sign.size());
        const auto words = words_of(left);
        const bool label = reading_.lexicon().match(Cue::programme, words, 0) > 0 || is_label(words) || is_furniture(left);
        const auto behind = words_of(right);
        const bool names_right = !behind.empty() && reading_.lexicon().match(Cue::network, behind, 0) > 0 && behind.size() > 1 &&
                                 !reading_.lexicon().find(Cue::network, words) && upper_at(right, behind[1].begin);
        text = (label || names_right) && !right.empty() ? right : left;
    }
    if (const auto bracket = text.find(" ("); bracket != std::string_view::npos) text = text.substr(0, bracket);
    auto words = words_of(text);
    std::size_t first = 0;
    std::size_t last = words.size();
    const auto& lexicon = reading_.lexicon();
    for (bool changed = true; changed && first < last;) {
        changed = false;
        const auto n = lexicon.match(Cue::network, words, first);
        const auto programme = programme_at(text, words, first);
        // "Partners of the Wide Pavement"
        const std::vector<Word> front(words.begin() + static_cast<std::ptrdiff_t>(first),
                                      words.begin() + static_cast<std::ptrdiff_t>(first) + 1);
        if (const auto partners = lexicon.match(Cue::partner, words, first);
            partners > 0 && first + partners < last && lexicon.speaks_of_partners(front))
            if (lexicon.has(Cue::function, words[first + partners].folded) && !upper_at(text, words[first + partners].begin))
                first += partners + 1, changed = true;
        if (first >= last) break;
        const bool article = lexicon.has(Cue::article, words[first].folded) && last - first > 1 &&
                             (lexicon.match(Cue::network, words, last - 1) > 0 || lexicon.match(Cue::network, words, first + 1) > 0);
        if (const auto drop = std::max({n, programme, std::size_t{article ? 1U : 0U}}); drop > 0 && first + drop < last)
            first += drop, changed = true;
        if (last - first > 1 && lexicon.match(Cue::network, words, last - 1) > 0) --last, changed = true;
    }
    if (last - first > 1 && words[first].folded == "red" && speaks_of_redes_ && upper_at(text, words[first + 1].begin)) ++first;
    // "Red" is a network in Spanish, and a colour in the names of others: what the text says without it decides.
    const auto rest = [&] { return text.substr(words[first + 1].begin, words[last - 1].end - words[first + 1].begin); };
    if (last - first > 1 && words[first].folded == "red" && sentences_with(rest()) > sentences_with(text)) ++first;
    if (first >= last || (first > 0 && last - first == 1 && is_leftover(text.substr(words[first].begin)))) return {};
    // "Europäische zusammen…": what is left of a phrase is no name.
    if (first > 0 && !upper_at(text, words[first].begin) && !is_digit_ascii(text[words[first].begin])) return {};
    auto begin = words[first].begin;
    auto end = words[last - 1].end;
    if (text.substr(end).starts_with('!')) ++end;
    return tidy_name(without_network_word(text.substr(begin, end - begin)));
}

} // namespace cityweave::ingest
