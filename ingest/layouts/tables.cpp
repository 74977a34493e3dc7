// Tables, as HTML or as text (layout V): a row names a network with its partners, or a row is one partner.
#include "base/unicode.hpp"
#include "ingest/layout.hpp"
#include "ingest/layouts/network_columns.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_remark = 30; ///< bytes of a cell that holds a number or mark

enum class Column { network, lead, partners, country, theme, role, unknown };

/// What one row gives before rows of one network are put together.
struct Row {
    std::string network;
    std::string theme;
    std::vector<PlacedEntry> entries;
};

class TableReader {
public:
    TableReader(const Page& page, std::vector<Proposal>& proposals)
        : page_(page), reading_(page.reading), blocks_(page.reading.blocks()), proposals_(proposals) {}

    void run() {
        for (std::size_t i = 0; i < blocks_.size();) {
            std::size_t end = i;
            while (end < blocks_.size() && !blocks_[end].cells.empty() && (end == i || blocks_[end].blanks_before < 2)) ++end;
            if (end > i) table(i, end);
            i = std::max(end, i + 1);
        }
    }

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }
    [[nodiscard]] std::string_view cell(std::size_t block, std::size_t column) const {
        return column < blocks_[block].cells.size() ? blocks_[block].text_of(blocks_[block].cells[column]) : std::string_view{};
    }

    void table(std::size_t begin, std::size_t end) {
        const bool single =
            std::all_of(blocks_.begin() + static_cast<std::ptrdiff_t>(begin), blocks_.begin() + static_cast<std::ptrdiff_t>(end),
                        [](const Line& l) { return l.cells.size() < 2; });
        if (single) return stream(begin, end);
        if (auto networks = read_network_columns(page_, begin, end, speaks_of_networks(begin)); !networks.empty()) {
            std::move(networks.begin(), networks.end(), std::back_inserter(proposals_));
            return;
        }
        if (fields(begin, end)) return;
        std::size_t first = begin;
        auto columns = columns_of(begin, end);
        if (columns.empty() && goes_on(begin)) {
            columns = head_;
            theme_ = blocks_[begin - 1].text;
        } else {
            theme_.clear();
            head_ = columns;
            if (columns.empty())
                columns = guess(begin, end);
            else if (++first, !names_partners(begin) && !speaks_of_partners(begin))
                return; // towns of dealers, stations, stores
        }
        behind_head_ = end;
        if (columns.empty()) return;
        std::vector<Row> rows;
        for (auto i = first; i < end; ++i) read_row(i, columns, rows);
        add(begin, end, std::move(rows));
    }

    /// Below a row of one cell, which tells the theme, the table before goes on.
    [[nodiscard]] bool goes_on(std::size_t begin) const {
        return !head_.empty() && begin == behind_head_ + 1 && blocks_[begin].cells.size() == head_.size();
    }

    /// A form: a label and a value a row ("Chef de file | Ville de Roubaix (France)", "Partenaire 1 | …").
    bool fields(std::size_t begin, std::size_t end) {
        Row row;
        std::size_t labels = 0;
        for (auto i = begin; i < end; ++i) {
            if (blocks_[i].cells.size() == 1 && row.network.empty() && row.entries.empty())
                row.network = page_.names.from_title(cell(i, 0));
            if (blocks_[i].cells.size() != 2) continue;
            const auto what = row_label(reading_, cell(i, 0));
            if (what == RowLabel::network) row.network = page_.names.from_title(cell(i, 1));
            if (what != RowLabel::lead && what != RowLabel::partners) continue;
            ++labels;
            read_cell(i, 1, what == RowLabel::lead, false, row);
        }
        if (labels == 0 || row.entries.empty() || (labels == 1 && row.entries.size() < 2)) return false;
        std::vector<Row> rows;
        rows.push_back(std::move(row));
        add(begin, end, std::move(rows));
        return true;
    }

    /// Meaning of the columns by their heads; empty where the row is no head.
    [[nodiscard]] std::vector<Column> columns_of(std::size_t block, std::size_t end) const {
        std::vector<Column> columns;
        std::size_t known = 0;
        for (std::size_t c = 0; c < blocks_[block].cells.size(); ++c) {
            columns.push_back(column_of(cell(block, c)));
            known += columns.back() == Column::unknown ? 0U : 1U;
        }
        const bool names = std::any_of(columns.begin(), columns.end(), [](Column c) { return c == Column::partners || c == Column::lead; });
        if (known < 2 || (!names && !find_towns(block, end, columns))) return {};
        return columns;
    }

    /// Where heads tell country and role, the column of towns is that of the partners, whatever its head says.
    bool find_towns(std::size_t head, std::size_t end, std::vector<Column>& columns) const {
        const auto has = [&](Column column) { return std::find(columns.begin(), columns.end(), column) != columns.end(); };
        if (!has(Column::role) && !has(Column::network)) return false;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (columns[c] != Column::unknown) continue;
            std::size_t towns = 0;
            for (auto i = head + 1; i < end; ++i) towns += reading_.holds_town(cell(i, c)) && !reading_.country(cell(i, c)) ? 1U : 0U;
            if (towns * 2 < end - head - 1 || towns == 0) continue;
            columns[c] = Column::partners;
            return true;
        }
        return false;
    }

    [[nodiscard]] Column column_of(std::string_view head) const {
        const auto words = words_of(head);
        if (words.empty() || words.size() > 6) return Column::unknown;
        constexpr std::array<std::pair<Cue, Column>, 8> meanings = {{{Cue::role, Column::role},
                                                                     {Cue::country, Column::country},
                                                                     {Cue::theme, Column::theme},
                                                                     {Cue::lead, Column::lead},
                                                                     {Cue::lead_role, Column::lead},
                                                                     {Cue::partner, Column::partners},
                                                                     {Cue::network, Column::network},
                                                                     {Cue::body, Column::partners}}};
        for (const auto& [cue, column] : meanings) {
            const auto at = lexicon().find(cue, words);
            if (at && (*at == 0 || column != Column::role)) return column;
        }
        constexpr std::array<std::string_view, 8> names = {"acronym", "name", "title", "akronym", "acronimo", "titel", "red", "xarxa"};
        return std::find(names.begin(), names.end(), words[0].folded) != names.end() ? Column::network : Column::unknown;
    }

    /// Without heads: a column of countries beside one of names, or a column of runs beside one of names.
    [[nodiscard]] std::vector<Column> guess(std::size_t begin, std::size_t end) const {
        std::size_t width = 0;
        for (auto i = begin; i < end; ++i) width = std::max(width, blocks_[i].cells.size());
        if (width > 12) return {};
        std::vector<std::size_t> countries(width);
        std::vector<std::size_t> runs(width);
        std::vector<std::size_t> towns(width);
        for (auto i = begin; i < end; ++i)
            for (std::size_t c = 0; c < blocks_[i].cells.size(); ++c) {
                const auto text = cell(i, c);
                if (reading_.country(text)) ++countries[c];
                if (text.size() > 4000) continue;
                const auto entries = read_entries(reading_, blocks_[i].text, blocks_[i].cells[c]);
                const auto named = static_cast<std::size_t>(
                    std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); }));
                if (named >= 2 && named * 4 >= entries.size() * 3) ++runs[c];
                if (entries.size() == 1 && (named == 1 || reading_.is_town(blocks_[i].text_of(entries[0].name)))) ++towns[c];
            }
        const auto rows = end - begin;
        const auto most = [&](const std::vector<std::size_t>& counts) {
            return static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
        };
        std::vector<Column> columns(width, Column::unknown);
        if (const auto c = most(runs); runs[c] > 0 && runs[c] * 2 >= rows) {
            columns[c] = Column::partners;
            for (std::size_t k = 0; k < width; ++k)
                if (k != c)
                    columns[k] = towns[k] * 2 > rows && k > 0                          ? Column::lead
                                 : k == 0 || (k == 1 && columns[0] != Column::network) ? Column::network
                                                                                       : Column::unknown;
            return columns;
        }
        const auto c = most(countries);
        if (countries[c] < 3 || countries[c] * 3 < rows * 2 || !speaks_of_partners(begin)) return {};
        columns[c] = Column::country;
        const auto t = most(towns);
        if (t == c || towns[t] * 2 < rows) return {};
        columns[t] = Column::partners;
        return columns;
    }

    /// Whether a row of heads has one for partners, leads, networks or roles; "Town" alone may head any table.
    [[nodiscard]] bool names_partners(std::size_t block) const {
        for (std::size_t c = 0; c < blocks_[block].cells.size(); ++c) {
            const auto words = words_of(cell(block, c));
            for (const auto cue : {Cue::role, Cue::lead, Cue::partner, Cue::network})
                if (lexicon().find(cue, words)) return !lexicon().find(Cue::event, words).has_value();
            if (column_of(cell(block, c)) == Column::network) return true;
        }
        return false;
    }

    /// By that word: "cities" stand over tables of all kinds.
    [[nodiscard]] bool speaks_of_partners(std::size_t begin) const {
        for (std::size_t k = begin; k-- > 0 && begin - k <= 4;) {
            const auto& words = reading_.words(k);
            if (lexicon().speaks_of_search(words) || lexicon().find(Cue::event, words)) return false;
            if (lexicon().speaks_of_partners(words) || lexicon().find(Cue::network, words)) return true;
        }
        return false;
    }

    [[nodiscard]] bool speaks_of_networks(std::size_t begin) const {
        return speaks_of_partners(begin) || lexicon().find(Cue::network, words_of(cell(begin, 0)));
    }

    void read_row(std::size_t i, const std::vector<Column>& columns, std::vector<Row>& rows) const {
        Row row;
        std::string country;
        std::optional<bool> lead;
        for (std::size_t c = 0; c < std::min(columns.size(), blocks_[i].cells.size()); ++c) {
            const auto text = cell(i, c);
            if (columns[c] == Column::network) row.network = page_.names.from_title(text);
            if (columns[c] == Column::theme) row.theme = std::string(text);
            if (columns[c] == Column::country)
                if (auto code = reading_.country(text)) country = *code;
            if (columns[c] == Column::role) lead = says_lead(text);
            if (columns[c] == Column::unknown && text.size() <= longest_remark && says_lead(text)) lead = true; // "1 (lead)"
        }
        const bool paired = std::find(columns.begin(), columns.end(), Column::country) != columns.end();
        for (std::size_t c = 0; c < std::min(columns.size(), blocks_[i].cells.size()); ++c)
            if (columns[c] == Column::lead || (columns[c] == Column::partners && !tells_less(i, c, columns, paired)))
                read_cell(i, c, columns[c] == Column::lead, paired, row);
        for (auto& placed : row.entries) {
            if (placed.entry.country.empty() && paired && (row.entries.size() == 1 || placed.role == atlas::Role::lead))
                placed.entry.country = country;
            if (lead) placed.role = *lead ? atlas::Role::lead : placed.role;
        }
        // A row that is one wide cell heads the rows below: a theme or a network.
        if (!row.entries.empty()) rows.push_back(std::move(row));
    }

    /// Of "Municipality | Ptuj" the town is the partner, of "Municipality of Ptuj | Ptuj" the body: one partner a row.
    [[nodiscard]] bool tells_less(std::size_t i, std::size_t c, const std::vector<Column>& columns, bool paired) const {
        if (!paired) return false;
        const auto is_kind = [&](std::size_t k) {
            const auto words = words_of(cell(i, k));
            return std::all_of(words.begin(), words.end(), [&](const Word& w) {
                return w.folded.empty() || lexicon().has(Cue::body, w.folded) || lexicon().has(Cue::function, w.folded);
            });
        };
        const auto others = [&](std::size_t from, std::size_t to) {
            for (auto k = from; k < std::min({to, columns.size(), blocks_[i].cells.size()}); ++k)
                if (columns[k] == Column::partners && !cell(i, k).empty() && !is_kind(k)) return true;
            return false;
        };
        return is_kind(c) ? others(0, c) || others(c + 1, columns.size()) : others(0, c);
    }

    [[nodiscard]] bool says_lead(std::string_view text) const {
        const auto words = words_of(text);
        return lexicon().holds_any({Cue::lead, Cue::lead_role}, words);
    }

    void read_cell(std::size_t i, std::size_t c, bool is_lead, bool paired, Row& row) const {
        const auto& block = blocks_[i];
        const auto span = block.cells[c];
        if (is_lead && says_lead(cell(i, c)) && cell(i, c).size() < 20) {
            return;
        }
        auto entries = read_entries(reading_, block.text, span);
        if (is_lead || paired)
            if (std::none_of(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); }))
                if (auto whole = read_entry(reading_, block.text, span)) entries = {*whole};
        bool lead = is_lead;
        for (auto& entry : entries) {
            const bool bold = std::any_of(block.bold.begin(), block.bold.end(), [&](Span b) {
                return b.begin <= entry.name.begin && b.end >= entry.name.end && !(b.begin <= span.begin && b.end >= span.end);
            });
            const bool leads = lead || entry.is_lead || (bold && entries.size() > 1);
            row.entries.push_back({i, std::move(entry), leads ? atlas::Role::lead : atlas::Role::partner});
            lead = false;
        }
    }

    /// Cells each on a line of its own, with their heads above a rule: every so many cells are a row.
    bool stream_with_heads(std::size_t begin, std::size_t end) {
        std::size_t first = begin;
        while (first < end && !blocks_[first].header_row) ++first;
        if (first++ == end || first - begin < 2 || (end - first) % (first - begin) != 0) return false;
        const auto width = first - begin;
        std::vector<Column> columns;
        for (auto i = begin; i < first; ++i) columns.push_back(column_of(cell(i, 0)));
        if (std::count(columns.begin(), columns.end(), Column::partners) != 1) return false;
        std::vector<Row> rows;
        for (auto i = first; i < end; i += width) {
            Row row;
            for (std::size_t c = 0; c < width; ++c) {
                if (columns[c] == Column::network) row.network = page_.names.from_title(cell(i + c, 0));
                if (columns[c] == Column::theme) row.theme = std::string(cell(i + c, 0));
                if (columns[c] == Column::lead || columns[c] == Column::partners)
                    read_cell(i + c, 0, columns[c] == Column::lead, false, row);
            }
            if (!row.entries.empty()) rows.push_back(std::move(row));
        }
        add(begin, end, std::move(rows));
        return true;
    }

    /// Cells each on a line of its own: a run of partners belongs to the name before it.
    void stream(std::size_t begin, std::size_t end) {
        if (stream_with_heads(begin, end)) return;
        std::vector<Row> rows;
        std::string network;
        for (auto i = begin; i < end; ++i) {
            const auto span = blocks_[i].cells.front();
            auto entries = read_entries(reading_, blocks_[i].text, span);
            const auto named =
                static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); }));
            if (named == 0 || named * 2 < entries.size()) {
                if (const auto name = page_.names.from_title(cell(i, 0)); !name.empty() && name.size() < 80) network = name;
                continue;
            }
            if (entries.size() < 2 && rows.empty() && network.empty()) continue;
            Row row{.network = network, .theme = {}, .entries = {}};
            for (auto& entry : entries) {
                const bool lead = entry.is_lead;
                row.entries.push_back({i, std::move(entry), lead ? atlas::Role::lead : atlas::Role::partner});
            }
            rows.push_back(std::move(row));
        }
        add(begin, end, std::move(rows));
    }

    void add(std::size_t begin, std::size_t end, std::vector<Row> rows) {
        const Row* before = nullptr;
        std::string network;
        std::string theme = theme_;
        for (auto& row : rows) {
            // An empty cell below a name means the same name.
            if (row.network.empty()) row.network = network;
            if (row.theme.empty()) row.theme = theme;
            network = row.network;
            theme = row.theme;
            if (before && before->network == row.network && !proposals_.empty()) {
                auto& entries = proposals_.back().entries;
                entries.insert(entries.end(), row.entries.begin(), row.entries.end());
            } else {
                proposals_.push_back({.first_block = begin,
                                      .last_block = end - 1,
                                      .entries = row.entries,
                                      .network = row.network,
                                      .network_score = row.network.empty() ? 0.0 : 7.0,
                                      .cluster = row.theme,
                                      .confidence = 4});
            }
            before = &row;
        }
    }

    const Page& page_;
    const Reading& reading_;
    const std::vector<Line>& blocks_;
    std::vector<Proposal>& proposals_;
    std::vector<Column> head_;    ///< of the table before; empty where it had none
    std::size_t behind_head_ = 0; ///< the block behind it
    std::string theme_;           ///< that a row of one cell told of the rows below
};

} // namespace

void read_tables(const Page& page, std::vector<Proposal>& proposals) {
    TableReader(page, proposals).run();
}

} // namespace cityweave::ingest
