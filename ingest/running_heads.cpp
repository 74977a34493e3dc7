#include "ingest/running_heads.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace cityweave::ingest {

namespace {

constexpr std::size_t shortest_head = 16; ///< bytes: shorter lines that come again are labels
constexpr int least_indent = 8;           ///< columns before a page number in the middle or at the right

class RunningHeads {
public:
    explicit RunningHeads(std::vector<Line>& lines) : lines_(lines) {}

    void drop() {
        for (const auto& line : lines_)
            if (line.text.size() >= shortest_head) ++times_[line.text];
        std::vector<Line> kept;
        int blanks = 0;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            blanks = std::max(blanks, lines_[i].blanks_before);
            if (is_page_number(i) || is_running_head(i)) continue;
            kept.push_back(lines_[i]);
            kept.back().blanks_before = std::max(blanks, lines_[i].blanks_before);
            blanks = 0;
        }
        lines_ = std::move(kept);
    }

private:
    /// "12", "- 12 -", "pag. 3 / 5" alone, set in from the left.
    [[nodiscard]] bool is_page_number(std::size_t i) const {
        constexpr std::size_t longest = 16;
        const auto& line = lines_[i];
        const bool digits = line.text.find_first_of("0123456789") != std::string::npos;
        const bool bare = line.text.find_first_not_of("0123456789-/ ") == std::string::npos;
        return digits && bare && line.text.size() <= longest && line.indent >= least_indent && stands_alone(i);
    }

    /// The same line again, alone, either of two parts at the two margins or beside a page's number.
    [[nodiscard]] bool is_running_head(std::size_t i) const {
        const auto found = times_.find(lines_[i].text);
        if (found == times_.end() || found->second < 2 || lines_[i].marker != Marker::none || !stands_alone(i)) return false;
        const bool beside_number = (i > 0 && is_page_number(i - 1)) || (i + 1 < lines_.size() && is_page_number(i + 1));
        return lines_[i].cells.size() == 2 || beside_number;
    }

    [[nodiscard]] bool stands_alone(std::size_t i) const {
        const bool above = i == 0 || lines_[i].blanks_before > 0 || lines_[i - 1].text == lines_[i].text;
        return above && (i + 1 == lines_.size() || lines_[i + 1].blanks_before > 0);
    }

    std::vector<Line>& lines_;
    std::unordered_map<std::string, int> times_;
};

} // namespace

void drop_running_heads(std::vector<Line>& lines) {
    RunningHeads(lines).drop();
}

} // namespace cityweave::ingest
