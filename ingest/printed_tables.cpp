#include "ingest/printed_tables.hpp"

#include <algorithm>
#include <optional>

namespace cityweave::ingest {

namespace {

constexpr std::size_t fewest_columns = 3;
constexpr std::size_t most_columns = 12;
constexpr std::size_t most_lines = 2000;
constexpr std::size_t most_blank_lines = 1; ///< between two rows

/// Text between gaps of two blanks and more; columns count characters.
struct Piece {
    std::size_t column = 0;
    std::size_t end = 0; ///< column behind it
    std::string_view text{};
};

std::vector<Piece> pieces_of(std::string_view line) {
    std::vector<Piece> pieces;
    std::size_t column = 0;
    std::size_t begin = 0;
    std::size_t blanks = 2; // at the front every piece begins
    for (std::size_t i = 0; i < line.size(); ++i) {
        if ((static_cast<unsigned char>(line[i]) & 0xC0) == 0x80) continue;
        if (line[i] == '\t' || line[i] == '|') return {}; // other tables
        if (line[i] == ' ') {
            ++blanks;
        } else {
            if (blanks >= 2) pieces.push_back({.column = column}), begin = i;
            blanks = 0;
            auto length = i + 1;
            while (length < line.size() && (static_cast<unsigned char>(line[length]) & 0xC0) == 0x80) ++length;
            pieces.back().end = column + 1;
            pieces.back().text = line.substr(begin, length - begin);
        }
        ++column;
    }
    return pieces;
}

/// Begins and ends of the head's columns.
class Columns {
public:
    explicit Columns(const std::vector<Piece>& head) {
        for (const auto& piece : head) starts_.push_back(piece.column);
    }
    [[nodiscard]] std::size_t count() const { return starts_.size(); }

    /// The column a piece stands in, if it is inside one.
    [[nodiscard]] std::optional<std::size_t> of(const Piece& piece) const {
        const auto after = std::upper_bound(starts_.begin(), starts_.end(), piece.column + 1);
        if (after == starts_.begin()) return std::nullopt;
        if (after != starts_.end() && piece.end >= *after) return std::nullopt;
        return static_cast<std::size_t>(after - starts_.begin()) - 1;
    }

private:
    std::vector<std::size_t> starts_;
};

/// The text of one cell, line by line.
struct Cell {
    std::string text;
    std::vector<LineStart> starts{};
};

Line line_of(const std::vector<Cell>& cells) {
    Line line;
    for (const auto& cell : cells) {
        if (!line.cells.empty()) line.text += " | ";
        const auto offset = line.text.size();
        for (const auto& start : cell.starts) {
            line.number = line.number == 0 ? start.number : std::min(line.number, start.number);
            line.more_starts.push_back({start.offset + offset, start.number});
        }
        line.text += cell.text;
        line.cells.push_back({offset, line.text.size()});
    }
    return line;
}

class TableReader {
public:
    TableReader(std::span<const std::string_view> raw, int first) : raw_(raw), first_(first) {}

    PrintedTable run() {
        const auto head = pieces_of(raw_[0]);
        if (head.size() < fewest_columns || head.size() > most_columns) return {};
        const Columns columns(head);
        put(columns, head, 0);
        std::size_t i = 1;
        std::size_t last = 0;
        std::size_t blank = 0;
        for (; i < std::min(raw_.size(), most_lines); ++i) {
            const auto pieces = pieces_of(raw_[i]);
            if (pieces.empty()) {
                if (raw_[i].find_first_not_of(" \r") != std::string_view::npos || ++blank > most_blank_lines) break;
                continue;
            }
            if (!fits(columns, pieces)) break;
            const bool begins = columns.of(pieces.front()) == 0U && (pieces.size() > 1 || blank > 0);
            if (last == 0 || begins || rows_.size() < 2) rows_.emplace_back(columns.count());
            goes_on_ = goes_on_ || !begins;
            put(columns, pieces, i);
            last = i;
            blank = 0;
        }
        if (rows_.size() < 3 || !goes_on_ || !is_head_short()) return {.rows = {}, .lines = 0, .seen = i};
        PrintedTable table{.rows = {}, .lines = last + 1, .seen = i};
        for (const auto& row : rows_) table.rows.push_back(line_of(row));
        table.rows.front().header_row = true;
        return table;
    }

private:
    [[nodiscard]] static bool fits(const Columns& columns, const std::vector<Piece>& pieces) {
        return std::all_of(pieces.begin(), pieces.end(), [&](const Piece& piece) { return columns.of(piece).has_value(); });
    }

    /// Heads are words, not sentences.
    [[nodiscard]] bool is_head_short() const {
        constexpr std::size_t longest = 40;
        return std::all_of(rows_.front().begin(), rows_.front().end(), [](const Cell& cell) { return cell.text.size() <= longest; });
    }

    void put(const Columns& columns, const std::vector<Piece>& pieces, std::size_t i) {
        if (rows_.empty()) rows_.emplace_back(columns.count());
        for (const auto& piece : pieces) {
            auto& cell = rows_.back()[*columns.of(piece)];
            if (!cell.text.empty()) cell.text += ' ';
            cell.starts.push_back({cell.text.size(), first_ + static_cast<int>(i)});
            cell.text += piece.text;
        }
    }

    std::span<const std::string_view> raw_;
    int first_;
    std::vector<std::vector<Cell>> rows_;
    bool goes_on_ = false; ///< some cell does, on the next line
};

} // namespace

PrintedTable read_printed_table(std::span<const std::string_view> raw, int first) {
    return raw.empty() ? PrintedTable{} : TableReader(raw, first).run();
}

} // namespace cityweave::ingest
