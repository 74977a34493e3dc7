// Partners grouped under their countries: headings or labels that are a country and nothing else, with towns below or
// beside them.
#include "ingest/layout.hpp"

#include <algorithm>
#include <optional>

namespace cityweave::ingest {

namespace {

constexpr std::size_t fewest_groups = 2;
constexpr std::size_t longest_item = 120;
constexpr std::size_t blocks_looked_above = 10;

class CountryGroupReader {
public:
    CountryGroupReader(const Page& page, std::vector<Proposal>& proposals)
        : page_(page), reading_(page.reading), blocks_(page.reading.blocks()), proposals_(proposals) {}

    void run() {
        if (!reading_.knows_towns()) return; // nothing else tells a list of towns from one of languages or currencies
        for (std::size_t i = 0; i < blocks_.size();) {
            Proposal proposal{.first_block = i, .last_block = i, .confidence = 3.2};
            std::size_t groups = 0;
            inline_ = false;
            std::size_t k = i;
            while (k < blocks_.size()) {
                const auto next = group_at(k, proposal);
                if (next == k) break;
                ++groups;
                k = next;
            }
            if ((groups >= fewest_groups || inline_) && is_partnership(proposal)) {
                proposal.last_block = k - 1;
                proposals_.push_back(std::move(proposal));
            }
            i = std::max(k, i + 1);
        }
    }

private:
    const Lexicon& lexicon() const { return reading_.lexicon(); }

    /// Reads a country and its towns; the block behind them, or `i` where there is no such group.
    std::size_t group_at(std::size_t i, Proposal& proposal) const {
        const auto& text = blocks_[i].text;
        const auto head = std::string_view(text).substr(0, text.find_last_not_of(" :") + 1);
        if (const auto country = reading_.country(head)) return items_below(i, *country, proposal);
        if (text.find(';') != std::string::npos) return inline_groups(i, proposal) ? i + 1 : i;
        for (const std::string_view sign : {": ", " - ", " – "}) {
            const auto at = text.find(sign);
            if (at == std::string::npos) continue;
            const auto country = reading_.plain_country(std::string_view(text).substr(0, at));
            if (country && take(i, {at + sign.size(), text.size()}, *country, proposal)) return i + 1;
        }
        return i;
    }

    /// "Portugal: Évora, Elvas; Italy: Lecce": all parts or none.
    bool inline_groups(std::size_t i, Proposal& proposal) const {
        const auto& text = blocks_[i].text;
        Proposal found;
        for (std::size_t begin = 0; begin < text.size();) {
            const auto end = std::min(text.find(';', begin), text.size());
            const auto first = text.find_first_not_of(' ', begin);
            const auto colon = std::min(text.find(':', begin), end);
            const auto country = first < colon ? reading_.plain_country(std::string_view(text).substr(first, colon - first)) : std::nullopt;
            if (!country || colon == end || !take(i, {colon + 1, end}, *country, found)) return false;
            begin = end + 1;
        }
        proposal.entries.insert(proposal.entries.end(), found.entries.begin(), found.entries.end());
        inline_ = true;
        return true;
    }

    std::size_t items_below(std::size_t i, const std::string& country, Proposal& proposal) const {
        std::size_t k = i + 1;
        for (; k < blocks_.size(); ++k) {
            const auto& block = blocks_[k];
            const bool item = block.heading == 0 && block.text.size() <= longest_item && !reading_.country(block.text) &&
                              block.text.find(':') == std::string::npos &&
                              (block.marker != Marker::none || k == i + 1 || block.blanks_before == 0);
            if (!item) break;
            if (!take(k, {0, block.text.size()}, country, proposal) && !take_unknown(i, k, country, proposal)) break;
        }
        return k > i + 1 ? k : i;
    }

    /// A name the gazetteer lacks, in an item below a heading: other groups before it told what the list is.
    bool take_unknown(std::size_t head, std::size_t k, const std::string& country, Proposal& proposal) const {
        constexpr std::size_t longest = 5; // words
        const auto& block = blocks_[k];
        const auto& words = reading_.words(k);
        if (blocks_[head].heading == 0 || block.marker == Marker::none || proposal.entries.empty() || words.size() > longest) return false;
        if (lexicon().holds_any({Cue::event, Cue::person, Cue::left}, words)) return false;
        auto entry = read_entry(reading_, block.text, {0, block.text.size()});
        if (!entry || !entry->country.empty()) return false;
        entry->country = country;
        const auto role = entry->is_lead ? atlas::Role::lead : atlas::Role::partner;
        proposal.entries.push_back({k, std::move(*entry), role});
        return true;
    }

    /// The entries of a span if they are places of the country.
    bool take(std::size_t block, Span span, const std::string& country, Proposal& proposal) const {
        const auto& text = blocks_[block].text;
        auto entries = read_entries(reading_, text, span);
        const auto holds = [&](const Entry& e) { return reading_.holds_town(blocks_[block].text_of(e.name)); };
        const auto towns = static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), holds));
        const bool own_country = std::any_of(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); });
        if (entries.empty() || own_country || towns * 2 < entries.size()) return false;
        for (auto& entry : entries) {
            entry.country = country;
            const auto role = entry.is_lead ? atlas::Role::lead : atlas::Role::partner;
            proposal.entries.push_back({block, std::move(entry), role});
        }
        return true;
    }

    bool is_partnership(const Proposal& proposal) const {
        for (std::size_t k = proposal.first_block; k-- > 0 && proposal.first_block - k <= blocks_looked_above;) {
            const auto& words = reading_.words(k);
            if (page_.names.is_furniture_at(k) && k + 1 < proposal.first_block) continue;
            if (lexicon().speaks_of_search(words) || (words.size() < 12 && lexicon().find(Cue::event, words))) return false;
            if (lexicon().speaks_of_partners(words) || lexicon().find(Cue::network, words)) return true;
            // "Coordinator: Cracow, Poland." right above the groups
            const auto& text = blocks_[k].text;
            const bool right_above = k + 1 == proposal.first_block;
            if (right_above && lexicon().find(Cue::lead_role, words) && !anchors_of(reading_, text, {0, text.size()}).empty()) return true;
        }
        return false;
    }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
    std::vector<Proposal>& proposals_;
    mutable bool inline_ = false; ///< several groups stood in one block
};

} // namespace

void read_country_groups(const Page& page, std::vector<Proposal>& proposals) {
    CountryGroupReader(page, proposals).run();
}

} // namespace cityweave::ingest
