// Lists under labels: layouts A to D, K to N, Q, R, S, T, U and X, and lines "NAME: P (C), P (C)" of V.
#include "base/unicode.hpp"
#include "ingest/layout.hpp"
#include "ingest/layouts/named_lines.hpp"

#include <algorithm>
#include <optional>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_label_words = 26; ///< before a colon: longer is prose
constexpr std::size_t longest_list = 20'000;

/// "Lead Partner: …", "Partners (9):", or a sentence that ends in a colon.
struct Label {
    bool lead = false;
    bool strong = true; ///< says "partner" or "lead" itself, not just "cities"
    Span value;         ///< empty where the list follows on the next lines
};

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

class ListReader {
public:
    ListReader(const Page& page, std::vector<Proposal>& proposals)
        : page_(page), reading_(page.reading), blocks_(page.reading.blocks()), proposals_(proposals) {}

    void run() {
        for (std::size_t i = 0; i < blocks_.size();) {
            auto labels = labels_of(i);
            if (!labels.empty())
                i = read_group(i, std::move(labels));
            else if (const auto next = unlabelled(i); next > i)
                i = next;
            else {
                if (auto line = named_lines_.read(i)) proposals_.push_back(std::move(*line));
                ++i;
            }
        }
    }

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }

    /// Labels inside one block, each with the text up to the next.
    [[nodiscard]] std::vector<Label> labels_of(std::size_t i) const {
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
        if (labels.empty() && heads_partners(i, words)) labels.push_back({.value = {block.text.size(), block.text.size()}});
        for (auto& label : labels)
            label.value.end = std::max(label.value.begin, std::min(label.value.end, sentence_end(block.text, label.value.begin)));
        return labels;
    }

    /// "Localități partenere: …": a few words with the stem of "partner" among them.
    [[nodiscard]] std::optional<Label> partner_label(const Line& block) const {
        constexpr std::size_t longest = 60; // bytes
        const auto colon = block.text.find(": ");
        if (colon == std::string::npos || colon > longest) return std::nullopt;
        const auto words = words_of(std::string_view(block.text).substr(0, colon));
        if (words.size() > 4 || !lexicon().speaks_of_partners(words) || lexicon().holds_any({Cue::person, Cue::lead}, words))
            return std::nullopt;
        return Label{.value = {colon + 2, block.text.size()}};
    }

    /// "La rete Sotto i Portici: i partner": a heading that ends in the word, over a list.
    [[nodiscard]] bool heads_partners(std::size_t i, const std::vector<Word>& words) const {
        constexpr std::size_t longest = 10; // words
        if (words.empty() || words.size() > longest || i + 1 >= blocks_.size() || blocks_[i + 1].marker == Marker::none) return false;
        if (!page_.names.is_heading(i) || page_.names.is_furniture_at(i)) return false;
        return lexicon().speaks_of_partners({words.back()}) && lexicon().match(Cue::partner, words, words.size() - 1) > 0;
    }

    /// "Withdrew in 2023: Bregenz (Austria)": names one that is no partner any more.
    [[nodiscard]] bool tells_of_leaver(std::size_t i) const {
        const auto colon = blocks_[i].text.find(':');
        const auto& words = reading_.words(i);
        const auto at = lexicon().find(Cue::left, words);
        return at && words.size() < 30 && (colon == std::string::npos || words[*at].begin < colon);
    }

    /// "* lead partner": says what the star behind a name means.
    [[nodiscard]] bool is_legend(std::size_t i) const {
        return blocks_[i].marker == Marker::star && lexicon().match(Cue::lead, reading_.words(i), 0) == reading_.words(i).size();
    }

    static std::size_t word_at(const std::vector<Word>& words, std::size_t offset) {
        return static_cast<std::size_t>(
            std::lower_bound(words.begin(), words.end(), offset, [](const Word& w, std::size_t o) { return w.begin < o; }) - words.begin());
    }

    [[nodiscard]] bool search_said(const std::vector<Word>& words) const { return words.size() < 60 && lexicon().speaks_of_search(words); }

    /// A role's words at the front of the block, or anywhere in it before a colon.
    [[nodiscard]] std::optional<Label> label_at(const Line& block, const std::vector<Word>& words, std::size_t w, bool first) const {
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
        const bool at_front = w == 0 || (w <= 2 && lexicon().has(Cue::function, words[0].folded)) || is_qualifier(words, w);
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

    /// "…, with Esbjerg, Denmark, acting as lead partner:" tells the lead before, and announces the others.
    [[nodiscard]] bool place_before(std::string_view text, std::size_t end) const {
        const auto stop = text.substr(0, end).rfind(". ");
        return !anchors_of(reading_, text, {stop == std::string_view::npos ? 0 : stop + 2, end}).empty();
    }

    /// "Network partners:", "Project's lead partner:": a word or two before the role.
    [[nodiscard]] bool is_qualifier(const std::vector<Word>& words, std::size_t w) const {
        if (w > 3) return false;
        for (std::size_t i = 0; i < w; ++i)
            if (lexicon().match(Cue::network, words, i) == 0 && !lexicon().has(Cue::function, words[i].folded) &&
                lexicon().match(Cue::programme, words, i) == 0 && lexicon().match(Cue::partner, words, i) == 0 &&
                lexicon().match(Cue::lead, words, i) == 0)
                return false;
        return true;
    }

    static std::size_t next_core(const std::vector<Word>& words, std::size_t from) {
        while (from < words.size() && words[from].folded.empty()) ++from;
        return from;
    }

    /// "CAPOFILA Comune di …", "Lead partner Genk (BE)": no sign between, but capitals, bold or a country tell the field.
    [[nodiscard]] bool is_bare_field(const Line& block, const std::vector<Word>& words, std::size_t w, std::size_t n,
                                     std::size_t value) const {
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

    /// "The nine partners meet to learn: …": a sentence with a colon whose words before it speak of partners.
    [[nodiscard]] std::optional<Label> announcement(const Line& block, const std::vector<Word>& words) const {
        for (auto colon = block.text.find(':'); colon != std::string::npos; colon = block.text.find(':', colon + 1))
            if (auto label = announced_at(block, words, colon)) return label;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Label> announced_at(const Line& block, const std::vector<Word>& words, std::size_t at) const {
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

    [[nodiscard]] bool is_stop(std::size_t i) const {
        const auto& words = reading_.words(i);
        if (words.empty()) return false;
        std::size_t first = 0;
        while (first + 1 < words.size() && first < 2 && lexicon().has(Cue::function, words[first].folded)) ++first;
        const auto n = lexicon().match(Cue::stop, words, first);
        return n > 0 && next_core(words, first + n) >= words.size();
    }

    /// Reads the labels' own values, then the entries below; gives the block after the group.
    std::size_t read_group(std::size_t i, std::vector<Label> labels) {
        Proposal group{.first_block = i, .last_block = i, .confidence = 3};
        bool strong = false;
        bool has_lead = false;
        std::optional<Label> open;
        const auto take = [&](std::size_t at, const std::vector<Label>& found) {
            open.reset();
            for (const auto& label : found) {
                strong = strong || label.strong;
                has_lead = has_lead || label.lead;
                if (label.value.begin >= label.value.end)
                    open = label;
                else
                    add_value(group, at, label);
            }
            if (!open) open = Label{.lead = false};
        };
        take(i, labels);
        const bool closed_inline =
            !group.entries.empty() && labels.back().value.begin < labels.back().value.end && !blocks_[i].text.ends_with(':');
        std::size_t j = i + 1;
        style_.reset();
        bool inline_only = closed_inline && !labels.back().lead;
        while (j < blocks_.size() && !is_stop(j)) {
            if (const auto country = country_field(reading_, blocks_[j].text); country && !group.entries.empty()) {
                if (group.entries.back().entry.country.empty()) group.entries.back().entry.country = *country;
                group.last_block = j++;
                continue;
            }
            if (!group.entries.empty() && blocks_[j].heading == 0 && tells_of_leaver(j)) {
                group.last_block = j++;
                continue;
            }
            auto more = labels_of(j);
            if (!more.empty()) {
                const bool again = std::any_of(more.begin(), more.end(), [](const Label& l) { return l.lead; }) && has_lead;
                const bool far = blocks_[j].blanks_before > 2 || page_.names.is_heading(j);
                if (again || (far && !group.entries.empty() && !more.front().strong)) break;
                take(j, more);
                inline_only = !open || (more.back().value.begin < more.back().value.end && !more.back().lead);
                group.last_block = j++;
                continue;
            }
            if (has_lead && take_unknown_label(group, j)) {
                inline_only = true;
                group.last_block = j++;
                continue;
            }
            if (inline_only || !add_item(group, j, open)) break;
            if (open) open->lead = false;
            group.last_block = j++;
        }
        if (!has_lead && strong) has_lead = take_lead_above(group, i);
        if (is_partnership(group, strong, has_lead))
            proposals_.push_back(std::move(group));
        else if (group.entries.empty())
            return i + 1;
        return std::max(j, i + 1);
    }

    /// "Príomh-chomhpháirtí: Gaillimh, IRL" right above the label of the partners is the lead, in whatever language.
    bool take_lead_above(Proposal& group, std::size_t i) const {
        if (i == 0 || group.entries.empty() || blocks_[i].blanks_before > 1 || blocks_[i].marker != blocks_[i - 1].marker) return false;
        const auto& line = blocks_[i - 1];
        const auto colon = line.text.find(": ");
        if (line.text.size() > 120 || colon == std::string::npos) return false;
        const auto label = words_of(std::string_view(line.text).substr(0, colon));
        for (const auto cue : {Cue::person, Cue::event, Cue::title, Cue::stop, Cue::programme})
            if (label.size() > 4 || lexicon().find(cue, label)) return false;
        auto entry = read_entry(reading_, line.text, {colon + 2, line.text.size()});
        if (!entry || entry->country.empty() || !reading_.holds_town(line.text_of(entry->name), entry->country)) return false;
        group.entries.insert(group.entries.begin(), {i - 1, std::move(*entry), atlas::Role::lead});
        return true;
    }

    /// "Övriga parter: Roskilde (Danmark), Drammen (Norge)" after the lead are the partners, whatever the label is.
    bool take_unknown_label(Proposal& group, std::size_t j) const {
        const auto& text = blocks_[j].text;
        const auto colon = text.find(": ");
        if (colon == std::string::npos || colon > 60) return false;
        const auto label = words_of(std::string_view(text).substr(0, colon));
        if (label.size() > 4 || lexicon().holds_any({Cue::event, Cue::person}, label)) return false;
        auto entries = read_entries(reading_, text, {colon + 2, text.size()});
        const auto named = std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); });
        if (entries.size() < 2 || static_cast<std::size_t>(named) * 4 < entries.size() * 3) return false;
        for (auto& entry : entries) {
            const auto role = entry.is_lead ? atlas::Role::lead : atlas::Role::partner;
            group.entries.push_back({j, std::move(entry), role});
        }
        return true;
    }

    void add_value(Proposal& group, std::size_t at, const Label& label) const {
        auto entries = read_entries(reading_, blocks_[at].text, label.value);
        // A lead is one: "Genk, Belgium" is read whole before it is read as two names.
        if (label.lead && std::none_of(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); }))
            if (auto whole = read_entry(reading_, blocks_[at].text, label.value)) entries = {*whole};
        bool lead = label.lead;
        const auto known = static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [&](const Entry& e) {
            return !e.country.empty() || reading_.is_town(blocks_[at].text_of(e.name));
        }));
        if (!label.strong && reading_.knows_towns() && known * 4 < entries.size() * 3) return;
        for (auto& entry : entries) {
            const bool is_lead = lead || entry.is_lead;
            group.entries.push_back({at, std::move(entry), is_lead ? atlas::Role::lead : atlas::Role::partner});
            lead = false;
        }
    }

    struct Style {
        Marker marker;
        int indent;
    };

    /// Whether the block goes on with the list.
    bool add_item(Proposal& group, std::size_t j, const std::optional<Label>& open) {
        const auto& block = blocks_[j];
        if (block.text.size() > 400 || block.heading > 0 || named_lines_.is_one(j)) return false;
        if (block.marker == Marker::none && reading_.country(block.text)) return false; // heads the partners of a country
        const bool waits_for_lead = open && open->lead;
        const bool same_style = !style_ || (style_->marker == block.marker);
        if (style_ && block.indent > style_->indent + 1 && block.marker != Marker::none && style_->marker != block.marker)
            return true; // notes about the entry above
        if (!same_style) return false;
        if (block.marker == Marker::none && page_.names.is_furniture(block.text)) return false;
        if (const auto& words = reading_.words(j); !words.empty() && lexicon().match(Cue::event, words, 0) > 0) return false;
        const auto anchors = anchors_of(reading_, block.text, {0, block.text.size()});
        const auto countries = std::count_if(anchors.begin(), anchors.end(), [](const Anchor& a) { return !a.country.empty(); });
        std::vector<Entry> entries;
        if (countries >= 2 &&
            !(anchors.back().span.end + 2 >= block.text.size() && anchors.size() == 2 && anchors[0].span.end + 1 >= anchors[1].span.begin))
            entries = split_entries(block);
        if (entries.empty())
            if (auto entry = read_entry(reading_, block.text, {0, block.text.size()})) entries.push_back(std::move(*entry));
        if (entries.empty() || !acceptable(block, entries, waits_for_lead)) return false;
        if (!style_ && !waits_for_lead) style_ = Style{block.marker, block.indent};
        bool lead = waits_for_lead;
        for (auto& entry : entries) {
            const bool is_lead = lead || entry.is_lead;
            group.entries.push_back({j, std::move(entry), is_lead ? atlas::Role::lead : atlas::Role::partner});
            lead = false;
        }
        return true;
    }

    [[nodiscard]] std::vector<Entry> split_entries(const Line& block) const {
        // "P - Q - Country": names hold the separator, the last one parts the country.
        auto entries = read_entries(reading_, block.text, {0, block.text.size()});
        const auto named = std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); });
        if (static_cast<std::size_t>(named) != entries.size() || entries.size() < 2) entries.clear();
        return entries;
    }

    [[nodiscard]] bool acceptable(const Line& block, const std::vector<Entry>& entries, bool waits_for_lead) const {
        const bool all_countries =
            std::all_of(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty() || e.is_lead; });
        const auto& entry = entries.front();
        const auto name = block.text_of(entry.name);
        if (words_of(name).size() > 12) return false;
        if (waits_for_lead) return words_of(name).size() <= 12;
        if (all_countries) return block.marker != Marker::none || block.text.size() < 120;
        if (block.text.find(": ") != std::string::npos) return false; // "Duration: 24 months"
        if (block.text.ends_with(':') || block.text.ends_with('?') || (block.marker == Marker::none && block.text.ends_with('.')))
            return false;
        if (page_.names.is_furniture(block.text)) return false;
        const auto size = words_of(name).size();
        if (block.marker == Marker::none) return size <= 8 && reading_.is_town(name);
        if (style_ && block.blanks_before > 0 && !reading_.is_town(name)) return false;
        return size <= 8 && (size <= 4 || !lower_tail(block));
    }

    /// A sentence rather than a name: small words that are no joints end it.
    [[nodiscard]] bool lower_tail(const Line& block) const {
        const auto words = words_of(block.text);
        const auto lower =
            std::count_if(words.begin(), words.end(), [&](const Word& w) { return !w.folded.empty() && !upper_at(block.text, w.begin); });
        return static_cast<std::size_t>(lower) * 2 > words.size();
    }

    bool is_partnership(Proposal& group, bool strong, bool has_lead) const {
        if (group.entries.empty()) return false;
        std::size_t countries = 0;
        std::size_t towns = 0;
        for (const auto& placed : group.entries) {
            countries += placed.entry.country.empty() ? 0U : 1U;
            towns += reading_.is_town(blocks_[placed.block].text_of(placed.entry.name)) ? 1U : 0U;
        }
        const auto known = std::max(countries, towns);
        if (mostly_companies(group)) return false;
        if (has_lead) return known > 0;
        group.needs_name = countries == 0;
        if (strong) return known * 2 >= group.entries.size();
        return group.entries.size() >= 2 && known * 2 > group.entries.size();
    }

    /// Those of a cookie dialogue's "partners".
    [[nodiscard]] bool mostly_companies(const Proposal& group) const {
        const auto is_company = [&](const PlacedEntry& placed) {
            const auto words = words_of(blocks_[placed.block].text_of(placed.entry.name));
            return words.size() > 1 && lexicon().has(Cue::company, words.back().folded);
        };
        return static_cast<std::size_t>(std::count_if(group.entries.begin(), group.entries.end(), is_company)) * 2 >= group.entries.size();
    }

    /// Entries "P - C" or "• P | C" without a label: at least three, nearly all towns with their countries.
    std::size_t unlabelled(std::size_t i) {
        if (blocks_[i].marker == Marker::none && blocks_[i].cells.empty()) return i;
        Proposal group{.first_block = i, .last_block = i, .confidence = 1};
        style_.reset();
        std::size_t towns = 0;
        std::size_t j = i;
        for (; j < blocks_.size() && blocks_[j].text.size() < 160 && (!style_ || blocks_[j].marker == style_->marker); ++j) {
            if (!labels_of(j).empty()) break;
            const auto entry = read_entry(reading_, blocks_[j].text, {0, blocks_[j].text.size()});
            if (!entry || entry->country.empty() || reading_.country(blocks_[j].text) || is_sentence(blocks_[j], *entry)) break;
            style_ = Style{blocks_[j].marker, blocks_[j].indent};
            towns += !reading_.knows_towns() || reading_.holds_town(blocks_[j].text_of(entry->name), entry->country) ? 1U : 0U;
            group.entries.push_back({j, *entry, entry->is_lead ? atlas::Role::lead : atlas::Role::partner});
            group.last_block = j;
        }
        const bool spoken = speaks_of_partners(i);
        const bool has_lead =
            std::any_of(group.entries.begin(), group.entries.end(), [](const PlacedEntry& e) { return e.role == atlas::Role::lead; });
        if (group.entries.size() < (has_lead ? 2U : 3U) || (!spoken && !has_lead) || towns * 2 < group.entries.size()) return i;
        proposals_.push_back(std::move(group));
        return j;
    }

    [[nodiscard]] bool is_sentence(const Line& block, const Entry& entry) const {
        const auto words = words_of(block.text_of(entry.name));
        const auto lower = std::count_if(words.begin(), words.end(),
                                         [&](const Word& w) { return !w.folded.empty() && !upper_at(block.text_of(entry.name), w.begin); });
        return words.size() > 8 || lower > 3 || lexicon().find(Cue::event, words).has_value() ||
               lexicon().find(Cue::person, words).has_value();
    }

    /// Whether the few lines above name a network or partners, and no search, meeting or experts.
    [[nodiscard]] bool speaks_of_partners(std::size_t i) const {
        bool spoken = false;
        for (std::size_t k = i; k-- > 0 && i - k <= 4;) {
            const auto& words = reading_.words(k);
            if (lexicon().speaks_of_search(words)) return false;
            if (is_stop(k) || (words.size() < 12 && lexicon().find(Cue::event, words))) return false;
            if (lexicon().holds_any({Cue::partner, Cue::network}, words)) spoken = true;
        }
        return spoken;
    }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
    std::vector<Proposal>& proposals_;
    std::optional<Style> style_;
    NamedLines named_lines_{page_};
};

} // namespace

void read_lists(const Page& page, std::vector<Proposal>& proposals) {
    ListReader(page, proposals).run();
}

} // namespace cityweave::ingest
