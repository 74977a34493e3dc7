#include "ingest/layouts/network_columns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace cityweave::ingest {

namespace {

constexpr std::size_t fewest_networks = 2;
constexpr std::size_t fewest_rows = 3;
constexpr std::size_t most_columns = 60;
constexpr std::size_t longest_mark = 14; ///< bytes: "x", "●", "LP", "partner"

/// Rows of cells, the head first.
class Grid {
public:
    Grid(const Page& page, std::size_t begin, std::size_t end)
        : page_(page), reading_(page.reading), blocks_(page.reading.blocks()), begin_(begin), end_(end) {}

    /// Layout: | | Quiet Streets | Slow Rain | with rows "Lead partner", "Partners" below.
    std::vector<Proposal> labelled_rows() {
        const auto networks = names_from(1);
        if (networks.size() < fewest_networks || !cell(begin_, 0).empty()) return {};
        auto label = RowLabel::other;
        std::set<std::size_t> filled;
        auto proposals = empty_proposals(networks);
        for (auto i = begin_ + 1; i < end_; ++i) {
            if (!cell(i, 0).empty()) label = row_label(reading_, cell(i, 0));
            if (label != RowLabel::lead && label != RowLabel::partners) continue;
            for (auto& [column, proposal] : proposals) {
                if (column >= blocks_[i].cells.size()) continue;
                const auto before = proposal.entries.size();
                add_entries(i, column, label == RowLabel::lead, proposal);
                if (proposal.entries.size() > before) filled.insert(column);
            }
        }
        return filled.size() < fewest_networks ? std::vector<Proposal>{} : finished(proposals);
    }

    /// Towns down the side, networks along the head, and a mark where a town takes part.
    std::vector<Proposal> marked_towns() {
        const auto town = town_column();
        if (!town) return {};
        const auto country = country_column(*town);
        const auto networks = names_from(std::max(*town, country.value_or(0)) + 1);
        if (networks.size() < fewest_networks || !only_marks(networks)) return {};
        const auto lead = lead_mark(networks);
        auto proposals = empty_proposals(networks);
        for (auto i = begin_ + 1; i < end_; ++i) {
            auto entry = *town < blocks_[i].cells.size() ? read_entry(reading_, blocks_[i].text, blocks_[i].cells[*town]) : std::nullopt;
            if (!entry || is_total(i)) continue;
            if (entry->country.empty() && country) entry->country = reading_.country(cell(i, *country)).value_or("");
            for (auto& [column, proposal] : proposals)
                if (const auto mark = cell(i, column); takes_part(mark))
                    proposal.entries.push_back({i, *entry, says_lead(mark) || mark == lead ? atlas::Role::lead : atlas::Role::partner});
        }
        for (auto& [column, proposal] : proposals) proposal.shares_names = true;
        return finished(proposals);
    }

private:
    using Names = std::map<std::size_t, std::string>; ///< column → network
    using Proposals = std::map<std::size_t, Proposal>;

    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }
    [[nodiscard]] std::string_view cell(std::size_t block, std::size_t column) const {
        return column < blocks_[block].cells.size() ? blocks_[block].text_of(blocks_[block].cells[column]) : std::string_view{};
    }

    /// Heads from a column on that may be networks' names; none where one of them is the usual head of something else.
    [[nodiscard]] Names names_from(std::size_t first) const {
        Names names;
        if (blocks_[begin_].cells.size() > most_columns) return names;
        for (auto c = first; c < blocks_[begin_].cells.size(); ++c) {
            const auto head = cell(begin_, c);
            const auto words = words_of(head);
            for (const auto cue : {Cue::role, Cue::country, Cue::theme, Cue::lead, Cue::partner, Cue::person, Cue::event})
                if (!words.empty() && lexicon().match(cue, words, 0) == words.size()) return {};
            auto name = page_.names.from_title(head);
            if (name.empty() || reading_.country(name)) return {};
            names.emplace(c, std::move(name));
        }
        return names;
    }

    [[nodiscard]] Proposals empty_proposals(const Names& names) const {
        Proposals proposals;
        for (const auto& [column, name] : names)
            proposals.emplace(
                column, Proposal{.first_block = begin_, .last_block = end_ - 1, .network = name, .network_score = 7, .confidence = 4});
        return proposals;
    }

    static std::vector<Proposal> finished(Proposals& proposals) {
        std::vector<Proposal> found;
        for (auto& [column, proposal] : proposals)
            if (!proposal.entries.empty()) found.push_back(std::move(proposal));
        return found;
    }

    void add_entries(std::size_t i, std::size_t column, bool is_lead, Proposal& proposal) const {
        const auto span = blocks_[i].cells[column];
        auto entries = read_entries(reading_, blocks_[i].text, span);
        if (std::none_of(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); }))
            if (auto whole = read_entry(reading_, blocks_[i].text, span)) entries = {*whole};
        for (auto& entry : entries) {
            const bool leads = is_lead || entry.is_lead;
            proposal.entries.push_back({i, std::move(entry), leads ? atlas::Role::lead : atlas::Role::partner});
        }
    }

    /// The first column in which most cells are towns.
    [[nodiscard]] std::optional<std::size_t> town_column() const {
        if (end_ - begin_ <= fewest_rows) return std::nullopt;
        for (std::size_t c = 0; c < std::min<std::size_t>(blocks_[begin_].cells.size(), 3); ++c)
            if (rows_with(c, [&](std::string_view text) { return reading_.holds_town(text) && !reading_.country(text); })) return c;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::size_t> country_column(std::size_t town) const {
        for (std::size_t c = 0; c < std::min<std::size_t>(blocks_[begin_].cells.size(), town + 3); ++c)
            if (c != town && rows_with(c, [&](std::string_view text) { return reading_.country(text).has_value(); })) return c;
        return std::nullopt;
    }

    /// Whether two rows in three have such a cell.
    template <class Test>
    [[nodiscard]] bool rows_with(std::size_t column, Test test) const {
        std::size_t rows = 0;
        for (auto i = begin_ + 1; i < end_; ++i) rows += test(cell(i, column)) ? 1U : 0U;
        return rows * 3 >= (end_ - begin_ - 1) * 2;
    }

    static bool takes_part(std::string_view mark) {
        constexpr std::array none = {"-", "–", "—", "0", "○", "✗", "✘", "no", "n"};
        return !mark.empty() && std::find(none.begin(), none.end(), mark) == none.end();
    }

    /// "Total | 6 | 5 | 5": the last row, that counts the marks.
    [[nodiscard]] bool is_total(std::size_t i) const {
        if (i + 1 != end_ || blocks_[i].cells.size() < 2) return false;
        const auto last = cell(i, blocks_[i].cells.size() - 1);
        return !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos;
    }

    /// Each cell below the names is a mark or empty, every name has one, and there are few kinds of them.
    [[nodiscard]] bool only_marks(const Names& names) const {
        constexpr std::size_t most_kinds = 5;
        std::set<std::string_view> kinds;
        std::set<std::size_t> marked;
        for (auto i = begin_ + 1; i < end_; ++i)
            for (const auto& [column, name] : names) {
                const auto mark = cell(i, column);
                if (is_total(i)) continue;
                if (mark.size() > longest_mark || mark.find_first_of("123456789,.%") != std::string_view::npos) return false;
                if (takes_part(mark)) kinds.insert(mark), marked.insert(column);
            }
        return marked.size() == names.size() && !kinds.empty() && kinds.size() <= most_kinds;
    }

    [[nodiscard]] bool says_lead(std::string_view mark) const { return lexicon().holds_any({Cue::lead, Cue::lead_role}, words_of(mark)); }

    /// Of two marks, the one that no network has twice, and that most have: what "L" and "P" mean in any language.
    [[nodiscard]] std::string_view lead_mark(const Names& names) const {
        std::map<std::string_view, std::map<std::size_t, std::size_t>> times; // mark → column → how often
        for (auto i = begin_ + 1; i < end_; ++i)
            for (const auto& [column, name] : names)
                if (takes_part(cell(i, column))) ++times[cell(i, column)][column];
        std::string_view lead;
        if (times.size() < 2) return lead;
        for (const auto& [mark, columns] : times) {
            const bool once = std::all_of(columns.begin(), columns.end(), [](const auto& c) { return c.second == 1; });
            if (!once || columns.size() * 2 <= names.size()) continue;
            if (!lead.empty()) return {}; // two such marks tell nothing
            lead = mark;
        }
        return lead;
    }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
    std::size_t begin_;
    std::size_t end_;
};

} // namespace

RowLabel row_label(const Reading& reading, std::string_view label) {
    const auto& lexicon = reading.lexicon();
    const auto read = [&](std::string_view text) {
        auto words = words_of(text);
        std::erase_if(words, [](const Word& w) { return w.folded.empty() || (w.folded[0] >= '0' && w.folded[0] <= '9'); });
        if (words.empty()) return RowLabel::other;
        if (lexicon.find(Cue::left, words)) return RowLabel::left;
        constexpr std::array<std::pair<Cue, RowLabel>, 4> meanings = {{{Cue::title, RowLabel::network},
                                                                       {Cue::lead, RowLabel::lead},
                                                                       {Cue::lead_role, RowLabel::lead},
                                                                       {Cue::partner, RowLabel::partners}}};
        for (const auto& [cue, meaning] : meanings)
            if (lexicon.match(cue, words, 0) == words.size()) return meaning;
        return RowLabel::other;
    };
    const auto open = label.find('(');
    if (const auto whole = read(label); whole != RowLabel::other || open == std::string_view::npos) return whole;
    const auto outside = label.substr(0, open); // "City of Vic (lead partner)" is no label
    if (reading.holds_town(outside) || lexicon.find(Cue::body, words_of(outside))) return RowLabel::other;
    const auto close = std::min(label.find(')', open), label.size());
    const auto inside = read(label.substr(open + 1, close - open - 1));
    return inside != RowLabel::other ? inside : read(label.substr(0, open));
}

std::vector<Proposal> read_network_columns(const Page& page, std::size_t begin, std::size_t end, bool spoken) {
    if (end - begin < 2) return {};
    Grid grid(page, begin, end);
    auto proposals = grid.labelled_rows();
    if (proposals.empty() && spoken) proposals = grid.marked_towns();
    return proposals;
}

} // namespace cityweave::ingest
