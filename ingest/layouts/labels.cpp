#include "ingest/layouts/labels.hpp"

#include "ingest/word_shape.hpp"

#include <algorithm>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_label_words = 26; ///< before a colon: longer is prose
constexpr std::size_t longest_list = 20'000;

bool has_sign(std::string_view gap) {
    return gap.find(':') != std::string_view::npos || gap.find("–") != std::string_view::npos ||
           gap.find(" - ") != std::string_view::npos || gap.find('=') != std::string_view::npos || gap.find('|') != std::string_view::npos;
}

std::size_t sentence_end(std::string_view text, std::size_t from) {
    for (auto at = text.find(". ", from); at != std::string_view::npos; at = text.find(". ", at + 1)) {
        const auto word = text.rfind(' ', at);
        const auto length = at - (word == std::string_view::npos ? 0 : word + 1);
        if (length > 2 && at + 2 < text.size() && upper_at(text, at + 2)) return at;
    }
    return text.size();
}

std::size_t word_at(const std::vector<Word>& words, std::size_t offset) {
    return static_cast<std::size_t>(
        std::lower_bound(words.begin(), words.end(), offset, [](const Word& w, std::size_t o) { return w.begin < o; }) - words.begin());
}

std::size_t next_core(const std::vector<Word>& words, std::size_t from) {
    while (from < words.size() && words[from].folded.empty()) ++from;
    return from;
}

} // namespace

std::vector<Label> Labels::of(std::size_t i) const {
    const auto& block = blocks_[i];
    std::vector<Label> labels;
    if (block.text.size() > longest_list || block.cells.size() > 2) return labels;
    const auto& words = reading_.words(i);
    if (search_said(words) || is_legend(i) || tells_of_leaver(i)) return labels;
    for (std::size_t w = 0; w < words.size(); ++w) {
        auto label = label_at(block, words, w, labels.empty());
        if (!label) continue;
        if (!labels.empty() && labels.back().value.end > words[w].begin) labels.back().value.end = words[w].begin;
        w = word_at(words, label->value.begin) - 1;
        labels.push_back(*label);
    }
    if (labels.empty())
        if (auto announced = announcement(block, words)) labels.push_back(*announced);
    if (labels.empty())
        if (auto label = partner_label(block)) labels.push_back(*label);
    if (labels.empty() && heads_lead(i, words))
        labels.push_back({.lead = true, .strong = true, .value = {block.text.size(), block.text.size()}});
    if (labels.empty() && heads_partners(i, words)) labels.push_back({.value = {block.text.size(), block.text.size()}});
    for (auto& label : labels)
        label.value.end = std::max(label.value.begin, std::min(label.value.end, sentence_end(block.text, label.value.begin)));
    return labels;
}

std::optional<Label> Labels::partner_label(const Line& block) const {
    constexpr std::size_t longest = 60; // bytes
    const auto colon = block.text.find(": ");
    if (colon > longest) return std::nullopt; // npos too
    const auto words = words_of(std::string_view(block.text).substr(0, colon));
    if (words.size() > 4 || !lexicon().speaks_of_partners(words) || lexicon().holds_any({Cue::person, Cue::lead}, words))
        return std::nullopt;
    return Label{.value = {colon + 2, block.text.size()}};
}

bool Labels::heads_lead(std::size_t i, const std::vector<Word>& words) const {
    if (words.empty() || lexicon().match(Cue::lead_role, words, 0) != words.size() || i + 1 >= blocks_.size()) return false;
    const auto& next = blocks_[i + 1].text;
    const auto entry = read_entry(reading_, next, {0, next.size()});
    return entry && !entry->country.empty() && !reading_.country(next);
}

bool Labels::heads_partners(std::size_t i, const std::vector<Word>& words) const {
    constexpr std::size_t longest = 10; // words
    if (words.empty() || words.size() > longest || i + 1 >= blocks_.size() || blocks_[i + 1].marker == Marker::none) return false;
    if (!page_.names.is_heading(i) || page_.names.is_furniture_at(i)) return false;
    return lexicon().speaks_of_partners({words.back()}) && lexicon().match(Cue::partner, words, words.size() - 1) > 0;
}

bool Labels::tells_of_leaver(std::size_t i) const {
    const auto colon = blocks_[i].text.find(':');
    const auto& words = reading_.words(i);
    const auto at = lexicon().find(Cue::left, words);
    return at && words.size() < 30 && (colon == std::string::npos || words[*at].begin < colon);
}

bool Labels::is_legend(std::size_t i) const {
    return blocks_[i].marker == Marker::star && lexicon().match(Cue::lead, reading_.words(i), 0) == reading_.words(i).size();
}

bool Labels::search_said(const std::vector<Word>& words) const {
    return words.size() < 60 && lexicon().speaks_of_search(words);
}

std::optional<Label> Labels::label_at(const Line& block, const std::vector<Word>& words, std::size_t w, bool first) const {
    const auto lead = lexicon().match(Cue::lead, words, w);
    const auto lead_role = lexicon().match(Cue::lead_role, words, w);
    const auto partner = lexicon().match(Cue::partner, words, w);
    const auto stop = lexicon().match(Cue::stop, words, w);
    const auto n = std::max({lead, lead_role, partner});
    if (n == 0 || stop > n || (!first && !upper_at(block.text, words[w].begin))) return std::nullopt;
    std::size_t after = w + n;
    // "Partners (9):", "Partner cities – 2024:"
    while (after < words.size() && !words[after].folded.empty() && words[after].folded.size() <= 2 && words[after].folded[0] >= '0' &&
           words[after].folded[0] <= '9')
        ++after;
    const auto label_end = words[after - 1].end;
    const auto gap_end = next_core(words, after);
    const auto gap = block.text.substr(label_end, (gap_end < words.size() ? words[gap_end].begin : block.text.size()) - label_end);
    const bool at_front =
        w == 0 || (w <= 2 && lexicon().has(Cue::function, words[0].folded) && !is_code(block, words[0])) || is_qualifier(words, w);
    Label label{.lead = std::max(lead, lead_role) >= partner && std::max(lead, lead_role) > 0,
                .strong = true,
                .value = {block.text.size(), block.text.size()}};
    if (gap_end >= words.size()) {
        const bool colon = gap.find(':') != std::string::npos;
        if (!at_front || !(colon || (words.size() <= 6 && (lead > 0 || partner > 0)))) return std::nullopt;
        return label;
    }
    label.value.begin = words[gap_end].begin;
    if (label.lead && !at_front && place_before(block.text, words[w].begin)) return std::nullopt;
    if (lexicon().match(Cue::person, words, gap_end) > 0 && gap.find(':') == std::string::npos) return std::nullopt;
    const bool colon = gap.find(':') != std::string::npos;
    const auto before = block.text.find_last_not_of(' ', words[w].begin - std::min<std::size_t>(words[w].begin, 1));
    const bool opens_sentence = w > 0 && before != std::string::npos && block.text[before] == '.';
    if (colon && (at_front || !first || lead > 0 || opens_sentence)) return label;
    if (at_front && w == 0 && has_sign(gap) && (lead > 0 || n > 1)) return label;
    if (at_front && w == 0 && is_bare_field(block, words, w, n, gap_end)) return label;
    return std::nullopt;
}

bool Labels::is_code(const Line& block, const Word& word) const {
    const auto written = block.text_of({word.begin, word.end});
    return is_capitals(written) && reading_.country(written).has_value();
}

bool Labels::place_before(std::string_view text, std::size_t end) const {
    const auto stop = text.substr(0, end).rfind(". ");
    return !anchors_of(reading_, text, {stop == std::string_view::npos ? 0 : stop + 2, end}).empty();
}

bool Labels::is_qualifier(const std::vector<Word>& words, std::size_t w) const {
    if (w > 3) return false;
    for (std::size_t i = 0; i < w; ++i)
        if (lexicon().match(Cue::network, words, i) == 0 && !lexicon().has(Cue::function, words[i].folded) &&
            lexicon().match(Cue::programme, words, i) == 0 && lexicon().match(Cue::partner, words, i) == 0 &&
            lexicon().match(Cue::lead, words, i) == 0)
            return false;
    return true;
}

bool Labels::is_bare_field(const Line& block, const std::vector<Word>& words, std::size_t w, std::size_t n, std::size_t value) const {
    const auto label = block.text.substr(words[w].begin, words[w + n - 1].end - words[w].begin);
    const bool capitals = label.size() > 3 && std::none_of(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool bold = block.bold.size() == 1 && block.bold[0].begin == 0 && block.bold[0].end <= words[value].begin &&
                      block.bold[0].end + 2 >= words[w + n - 1].end;
    const bool lead = lexicon().match(Cue::lead, words, w) > lexicon().match(Cue::led_by, words, w);
    const bool name_follows = upper_at(block.text, words[value].begin);
    if (!capitals && !bold && !(lead && name_follows && words.size() <= 12)) return false;
    const auto entries = read_entries(reading_, block.text, {words[value].begin, block.text.size()});
    return std::any_of(entries.begin(), entries.end(),
                       [&](const Entry& e) { return !e.country.empty() || (capitals && reading_.holds_town(block.text_of(e.name))); });
}

std::optional<Label> Labels::announcement(const Line& block, const std::vector<Word>& words) const {
    for (auto colon = block.text.find(':'); colon != std::string::npos; colon = block.text.find(':', colon + 1))
        if (auto label = announced_at(block, words, colon)) return label;
    return std::nullopt;
}

std::optional<Label> Labels::announced_at(const Line& block, const std::vector<Word>& words, std::size_t at) const {
    const auto before = word_at(words, at);
    const auto from = before > longest_label_words ? before - longest_label_words : 0;
    bool partner = false;
    for (std::size_t w = from; w < before; ++w) {
        if (block.text.substr(words[w].end, 2).starts_with(". ")) partner = false;
        if (lexicon().match(Cue::partner, words, w) > 0 || lexicon().match(Cue::joined, words, w) > 0 ||
            lexicon().match(Cue::lead, words, w) > 0)
            partner = true;
        if (lexicon().match(Cue::event, words, w) > 0 && before < 8) return std::nullopt;
    }
    if (!partner) return std::nullopt;
    return Label{.strong = false, .value = {std::min(block.text.find_first_not_of(' ', at + 1), block.text.size()), block.text.size()}};
}

bool Labels::is_stop(std::size_t i) const {
    const auto& words = reading_.words(i);
    if (words.empty()) return false;
    std::size_t first = 0;
    while (first + 1 < words.size() && first < 2 && lexicon().has(Cue::function, words[first].folded)) ++first;
    const auto n = lexicon().match(Cue::stop, words, first);
    return n > 0 && next_core(words, first + n) >= words.size();
}

} // namespace cityweave::ingest
