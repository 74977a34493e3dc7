// Lists under labels: layouts A to D, K to N, Q, R, S, T, U and X, and lines "NAME: P (C), P (C)" of V.
#include "base/unicode.hpp"
#include "ingest/layout.hpp"
#include "ingest/layouts/labels.hpp"
#include "ingest/layouts/named_lines.hpp"

#include <algorithm>
#include <optional>

namespace cityweave::ingest {

namespace {

class ListReader {
public:
    ListReader(const Page& page, std::vector<Proposal>& proposals)
        : page_(page), reading_(page.reading), blocks_(page.reading.blocks()), proposals_(proposals) {}

    void run() {
        for (std::size_t i = 0; i < blocks_.size();) {
            note_heading(i);
            auto labels = stopped_ > 0 ? std::vector<Label>{} : labels_.of(i);
            if (!labels.empty())
                i = read_group(i, std::move(labels));
            else if (const auto next = below_stop(i) ? i : unlabelled(i); next > i)
                i = next;
            else {
                if (!below_stop(i))
                    if (auto line = named_lines_.read(i)) proposals_.push_back(std::move(*line));
                ++i;
            }
        }
    }

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }

    /// A heading such as "Contact" stands over all until the next of its rank.
    void note_heading(std::size_t i) {
        const int rank = blocks_[i].heading;
        if (rank == 0) return;
        const auto& words = reading_.words(i);
        const bool contact = !words.empty() && lexicon().match(Cue::contact, words, 0) == words.size();
        if (stopped_ == 0 || rank <= stopped_) stopped_ = contact ? rank : 0;
    }

    /// The same for what no label tells, below headings of text too.
    [[nodiscard]] bool below_stop(std::size_t i) const {
        constexpr std::size_t reach = 40;
        if (stopped_ > 0) return true;
        for (auto k = i; k-- > 0 && i - k <= reach;)
            if (page_.names.is_heading(k)) return labels_.is_stop(k);
        return false;
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
        while (j < blocks_.size() && !labels_.is_stop(j)) {
            if (tells_of_last_entry(group, j)) {
                group.last_block = j++;
                continue;
            }
            auto more = labels_.of(j);
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

    /// A line of its own that belongs to the entry above it: its country, or that it left.
    bool tells_of_last_entry(Proposal& group, std::size_t j) const {
        if (group.entries.empty()) return false;
        auto& country = group.entries.back().entry.country;
        if (auto told = country_field(reading_, blocks_[j].text)) {
            if (country.empty()) country = std::move(*told);
            return true;
        }
        return blocks_[j].heading == 0 && labels_.tells_of_leaver(j);
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
        if (line.text_of(entry->name).find('(') != std::string_view::npos) return false; // several, and no lead
        group.entries.insert(group.entries.begin(), {i - 1, std::move(*entry), atlas::Role::lead});
        return true;
    }

    /// "Övriga parter: Roskilde (Danmark), Drammen (Norge)" after the lead are the partners, whatever the label is.
    bool take_unknown_label(Proposal& group, std::size_t j) const {
        const auto& text = blocks_[j].text;
        const auto colon = text.find(": ");
        if (colon > 60) return false; // npos too
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
        if (opens_with_event(j)) return false;
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

    /// "Meeting in Ghent", "First meeting: Ghent, 12 March".
    [[nodiscard]] bool opens_with_event(std::size_t j) const {
        const auto& words = reading_.words(j);
        if (words.empty()) return false;
        if (lexicon().match(Cue::event, words, 0) > 0) return true;
        const auto at = lexicon().find(Cue::event, words);
        const auto colon = blocks_[j].text.find(':');
        return at && colon != std::string::npos && words[*at].begin < colon;
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
        if (mostly_companies(group) || (!has_lead && is_in_menu(group))) return false;
        if (has_lead) return known > 0;
        group.needs_name = countries == 0;
        if (strong) return known * 2 >= group.entries.size();
        return group.entries.size() >= 2 && known * 2 > group.entries.size();
    }

    /// "Cities" with their names below, between "Start", "News" and "Contact", all lines of one block.
    [[nodiscard]] bool is_in_menu(const Proposal& group) const {
        constexpr std::size_t reach = 6;
        constexpr std::size_t fewest_below = 3;
        if (lexicon().speaks_of_partners(reading_.words(group.first_block))) return false;
        const auto is_furniture = [&](std::size_t k) { return page_.names.is_furniture_at(k) && blocks_[k].text.back() != ':'; };
        bool above = false;
        for (auto k = group.first_block; k > 0 && group.first_block - k < reach && blocks_[k].blanks_before == 0; --k)
            above = above || is_furniture(k - 1);
        std::size_t below = 0;
        for (auto k = group.last_block + 1; k < std::min(blocks_.size(), group.last_block + 1 + reach) && blocks_[k].blanks_before == 0;
             ++k)
            below += is_furniture(k) ? 1U : 0U;
        return above && below >= fewest_below;
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
        const bool plain = blocks_[i].marker == Marker::none && blocks_[i].cells.empty();
        if (plain && (blocks_[i].heading > 0 || page_.names.is_furniture_at(i))) return i;
        Proposal group{.first_block = i, .last_block = i, .confidence = 1};
        style_.reset();
        std::size_t towns = 0;
        std::size_t j = i;
        for (; j < blocks_.size() && blocks_[j].text.size() < 160 && (!style_ || blocks_[j].marker == style_->marker); ++j) {
            if (!labels_.of(j).empty()) break;
            if (plain && j > i && (blocks_[j].heading > 0 || blocks_[j].blanks_before > blocks_[i + 1].blanks_before)) break;
            const auto entry = read_entry(reading_, blocks_[j].text, {0, blocks_[j].text.size()});
            if (!entry || entry->country.empty() || reading_.country(blocks_[j].text) ||
                reading_.country(blocks_[j].text_of(entry->name)) || is_sentence(blocks_[j], *entry))
                break;
            style_ = Style{blocks_[j].marker, blocks_[j].indent};
            towns += !reading_.knows_towns() || reading_.holds_town(blocks_[j].text_of(entry->name), entry->country) ? 1U : 0U;
            group.entries.push_back({j, *entry, entry->is_lead ? atlas::Role::lead : atlas::Role::partner});
            group.last_block = j;
        }
        const bool spoken = speaks_of_partners(i);
        const bool has_lead =
            std::any_of(group.entries.begin(), group.entries.end(), [](const PlacedEntry& e) { return e.role == atlas::Role::lead; });
        if (group.entries.size() < (has_lead && !plain ? 2U : 3U) || (!spoken && !has_lead)) return i;
        if (plain && !has_lead && !page_.sections.over(i)) return i; // lines of an address, of results
        if (!has_lead && towns * 2 < group.entries.size()) return i; // declined towns are known to nobody
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
            if (labels_.is_stop(k) || (words.size() < 12 && lexicon().find(Cue::event, words))) return false;
            if (lexicon().holds_any({Cue::partner, Cue::network}, words)) spoken = true;
        }
        return spoken;
    }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
    std::vector<Proposal>& proposals_;
    std::optional<Style> style_;
    int stopped_ = 0; ///< rank of the heading "Contact" over this part of the page; 0: none
    Labels labels_{page_};
    NamedLines named_lines_{page_};
};

} // namespace

void read_lists(const Page& page, std::vector<Proposal>& proposals) {
    ListReader(page, proposals).run();
}

} // namespace cityweave::ingest
