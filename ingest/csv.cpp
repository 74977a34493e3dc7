#include "ingest/csv.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

char separator_of(std::string_view header_line) {
    constexpr std::array<char, 4> separators{',', ';', '\t', '|'};
    std::array<int, 4> counts{};
    bool quoted = false;
    for (const char c : header_line) {
        if (c == '"') quoted = !quoted;
        const auto* found = std::find(separators.begin(), separators.end(), c);
        if (!quoted && found != separators.end()) ++counts[static_cast<std::size_t>(found - separators.begin())];
    }
    return separators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

bool CsvReader::at_line_end() const noexcept {
    return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvReader::skip_line_end() {
    if (at_ >= text_.size()) return;
    at_ += text_.substr(at_, 2) == "\r\n" ? std::size_t{2} : std::size_t{1};
    ++line_;
}

void CsvReader::skip_empty_lines() {
    while (at_ < text_.size() && at_line_end()) skip_line_end();
}

bool CsvReader::next(std::vector<std::string_view>& fields) {
    fields.clear();
    unescaped_used_ = 0;
    skip_empty_lines();
    if (at_ >= text_.size() || problem_) return false;
    record_line_ = line_;
    for (;;) {
        fields.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_field() : plain_field());
        if (at_line_end()) break;
        ++at_; // the separator
    }
    skip_line_end();
    return !problem_;
}

std::string_view CsvReader::plain_field() {
    const auto begin = at_;
    while (!at_line_end() && text_[at_] != separator_) ++at_;
    return text_.substr(begin, at_ - begin);
}

std::string_view CsvReader::quoted_field() {
    const int opened = line_;
    const auto begin = ++at_;
    bool doubled = false;
    for (;; ++at_) {
        if (at_ >= text_.size()) {
            problem_ = base::Problem{.code = "table-quote", .line = opened, .found = "a quote", .expected = "its closing quote"};
            return {};
        }
        if (text_[at_] == '\n') ++line_;
        if (text_[at_] != '"') continue;
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        doubled = true;
        ++at_;
    }
    const auto inside = text_.substr(begin, at_ - begin);
    ++at_;
    // What stands between the closing quote and the separator is no part of any field.
    static_cast<void>(plain_field());
    if (!doubled) return inside;
    if (unescaped_used_ == unescaped_.size()) unescaped_.emplace_back();
    auto& text = unescaped_[unescaped_used_++];
    text.clear();
    for (std::size_t i = 0; i < inside.size(); ++i) {
        text += inside[i];
        if (inside[i] == '"') ++i;
    }
    return text;
}

} // namespace cityweave::ingest
