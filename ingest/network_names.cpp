#include "ingest/network_names.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_heading_bytes = 110;
constexpr std::size_t longest_heading_words = 12;
constexpr std::size_t remembered_runs = 300'000;

bool is_digit_ascii(char c) {
    return c >= '0' && c <= '9';
}

/// Whether a line is a date or a range of dates.
bool is_dates(std::string_view text) {
    std::size_t digits = 0;
    std::size_t letters = 0;
    for (const char c : text) {
        digits += is_digit_ascii(c) ? 1U : 0U;
        letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 1U : 0U;
    }
    return digits >= 4 && digits * 2 > letters;
}

std::string key_of(std::string_view text) {
    std::string key;
    for (const char c : base::slug(text))
        if (c != '-') key += c;
    return key;
}

} // namespace

NetworkNames::NetworkNames(const Reading& reading) : reading_(reading), headings_(reading.blocks().size(), false) {
    const auto& blocks = reading.blocks();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        headings_[i] = looks_like_heading(i);
        if (headings_[i] && heading_slugs_.size() < remembered_runs) ++heading_slugs_[key_of(blocks[i].text)];
        const auto& words = reading.words(i);
        for (std::size_t k = 0; k < words.size(); ++k) {
            if (words[k].folded.empty() || !(upper_at(blocks[i].text, words[k].begin) || is_digit_ascii(blocks[i].text[words[k].begin])))
                continue;
            std::string run;
            for (std::size_t n = 0; n < 5 && k + n < words.size(); ++n) {
                if (words[k + n].folded.empty()) continue;
                run += (run.empty() ? "" : " ") + words[k + n].folded;
                if (capital_runs_.size() < remembered_runs || capital_runs_.contains(run)) ++capital_runs_[run];
            }
        }
    }
}

int NetworkNames::occurrences(std::string_view name) const {
    std::string run;
    std::size_t count = 0;
    for (const auto& word : words_of(name))
        if (!word.folded.empty() && ++count <= 5) run += (run.empty() ? "" : " ") + word.folded;
    const auto found = capital_runs_.find(run);
    int times = found == capital_runs_.end() ? 0 : std::min(found->second, 50);
    if (const auto heading = heading_slugs_.find(key_of(name)); heading != heading_slugs_.end()) times += 3;
    return times;
}

bool NetworkNames::is_furniture(std::string_view text) const {
    if (text.size() > 120) return false;
    if (is_dates(text)) return true;
    const auto words = words_of(text);
    if (words.empty()) return true;
    const auto& lexicon = reading_.lexicon();
    std::size_t first = 0;
    while (first + 1 < words.size() && lexicon.has(Cue::function, words[first].folded)) ++first;
    for (const auto cue : {Cue::stop, Cue::status, Cue::lead, Cue::partner, Cue::network, Cue::lead_role, Cue::search}) {
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
    const bool set_apart = block == 0 || line.blanks_before > 0 || line.is_bold();
    const auto& words = reading_.words(block);
    return set_apart && words.size() <= longest_heading_words && !words.empty() &&
           (upper_at(line.text, words[0].begin) || is_digit_ascii(line.text[0]) || !words[0].folded.empty());
}

std::string NetworkNames::from_title(std::string_view title) const {
    auto text = title;
    if (is_furniture(text)) return {};
    for (const auto sign : {": "sv, " - "sv, " – "sv, " — "sv, " | "sv}) {
        const auto at = text.find(sign);
        if (at == std::string_view::npos || at == 0) continue;
        const auto left = text.substr(0, at);
        const auto right = text.substr(at + sign.size());
        const auto words = words_of(left);
        const bool label = reading_.lexicon().match(Cue::programme, words, 0) > 0 ||
                           reading_.lexicon().match(Cue::network, words, 0) == words.size() || is_furniture(left);
        text = label && !right.empty() ? right : left;
    }
    if (const auto bracket = text.find(" ("); bracket != std::string_view::npos) text = text.substr(0, bracket);
    auto words = words_of(text);
    std::size_t first = 0;
    std::size_t last = words.size();
    const auto& lexicon = reading_.lexicon();
    for (bool changed = true; changed && first < last;) {
        changed = false;
        const auto n = lexicon.match(Cue::network, words, first);
        const auto programme = lexicon.match(Cue::programme, words, first);
        const bool article = lexicon.has(Cue::article, words[first].folded) && last - first > 1 &&
                             (lexicon.match(Cue::network, words, last - 1) > 0 || lexicon.match(Cue::network, words, first + 1) > 0);
        if (const auto drop = std::max({n, programme, std::size_t{article ? 1U : 0U}}); drop > 0 && first + drop < last)
            first += drop, changed = true;
        if (last - first > 1 && lexicon.match(Cue::network, words, last - 1) > 0) --last, changed = true;
    }
    if (first >= last) return {};
    auto begin = words[first].begin;
    auto end = words[last - 1].end;
    if (text.substr(end).starts_with('!')) ++end;
    return tidy_name(text.substr(begin, end - begin));
}

} // namespace cityweave::ingest
