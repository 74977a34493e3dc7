#include "ingest/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

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

CsvReader::CsvReader(std::string_view text) : max_record_(std::numeric_limits<std::size_t>::max()), text_(text), ended_(true) {}

CsvReader::CsvReader(MoreText more, std::size_t max_record) : more_(std::move(more)), max_record_(max_record) {}

bool CsvReader::fetch(std::size_t& keep) {
    if (ended_) return false;
    fetched_.erase(0, keep);
    at_ -= keep;
    keep = 0;
    ended_ = !more_(fetched_);
    text_ = fetched_;
    return !ended_;
}

bool CsvReader::at_line_end() const noexcept {
    return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvReader::skip_line_end() {
    if (at_ >= text_.size()) return;
    at_ += text_.substr(at_, 2) == "\r\n" ? std::size_t{2} : std::size_t{1};
    ++line_;
}

/// Goes behind the end of this line, fetching as little as holds it.
void CsvReader::skip_line() {
    for (;;) {
        while (!at_line_end()) ++at_;
        std::size_t keep = at_;
        if (at_ + 1 < text_.size() || !fetch(keep)) break;
    }
    skip_line_end();
}

/// Passes over empty lines; false at the end. A line end of two characters is seen whole.
bool CsvReader::find_record() {
    for (;;) {
        std::size_t keep = at_;
        while (at_ + 1 >= text_.size() && fetch(keep)) {
        }
        if (at_ >= text_.size()) return false;
        if (!at_line_end()) return true;
        skip_line_end();
    }
}

void CsvReader::begin() {
    begun_ = true;
    if (!find_record()) return;
    std::size_t keep = at_;
    const auto line_end = [&] { return text_.find_first_of("\r\n", keep); };
    while (line_end() == std::string_view::npos && text_.size() - keep < max_record_ && fetch(keep)) {
    }
    const auto line = text_.substr(keep, line_end() - keep);
    if (line.size() == 5 && line.starts_with("sep=")) {
        separator_ = line[4];
        return skip_line();
    }
    // A single column needs no separator: its values may hold any of them.
    separator_ = line.find_first_of(",;\t|") == std::string_view::npos ? '\n' : separator_of(line);
}

bool CsvReader::next(std::vector<std::string_view>& fields) {
    if (!begun_) begin();
    while (find_record()) {
        record_line_ = line_;
        record_begin_ = at_;
        auto scan = scan_record(fields);
        while (scan == Scan::cut && text_.size() - record_begin_ < max_record_) {
            fetch_twice();
            at_ = record_begin_;
            line_ = record_line_;
            scan = scan_record(fields);
        }
        if (scan == Scan::done) return true;
        leave_out(scan);
    }
    fields.clear();
    return false;
}

/// Makes what is here of the record twice as long, so that scanning it again from its beginning stays linear.
void CsvReader::fetch_twice() {
    const auto wanted = std::min(2 * (text_.size() - record_begin_), max_record_);
    while (fetch(record_begin_) && text_.size() - record_begin_ < wanted) {
    }
}

/// Goes on behind the line where the quote opened that nobody closed, else behind this line.
void CsvReader::leave_out(Scan scan) {
    if (scan == Scan::cut)
        problems_.push_back({.code = "table-record",
                             .line = record_line_,
                             .found = "a longer record",
                             .expected = fmt::format("at most {} bytes in a record; is a quote open?", max_record_)});
    else
        problems_.push_back({.code = "table-quote", .line = quote_line_, .found = "a quote", .expected = "its closing quote"});
    if (open_quote_) {
        at_ = *open_quote_;
        line_ = quote_line_;
    }
    skip_line();
}

CsvReader::Scan CsvReader::scan_record(std::vector<std::string_view>& fields) {
    fields.clear();
    field_begins_.clear();
    unescaped_used_ = 0;
    open_quote_.reset();
    for (;;) {
        field_begins_.push_back(at_);
        std::string_view field;
        if (at_ >= text_.size() || text_[at_] != '"')
            field = plain_field();
        else if (!quoted_field(field))
            return ended_ ? Scan::open_quote : Scan::cut;
        fields.push_back(field);
        if (at_line_end()) break;
        ++at_; // the separator
    }
    skip_line_end();
    // Where text may follow, a line end of two characters may be cut in two.
    return at_ >= text_.size() && !ended_ ? Scan::cut : Scan::done;
}

std::string_view CsvReader::plain_field() {
    const auto begin = at_;
    while (!at_line_end() && text_[at_] != separator_) ++at_;
    return text_.substr(begin, at_ - begin);
}

bool CsvReader::quoted_field(std::string_view& field) {
    open_quote_ = at_;
    quote_line_ = line_;
    const auto begin = ++at_;
    bool doubled = false;
    for (;; ++at_) {
        if (at_ >= text_.size()) return false;
        if (text_[at_] == '\n') ++line_;
        if (text_[at_] != '"') continue;
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        doubled = true;
        ++at_;
    }
    const auto inside = text_.substr(begin, at_ - begin);
    ++at_;
    open_quote_.reset();
    // What stands between the closing quote and the separator is no part of any field.
    static_cast<void>(plain_field());
    field = doubled ? without_doubled_quotes(inside) : inside;
    return true;
}

std::string_view CsvReader::without_doubled_quotes(std::string_view inside) {
    if (unescaped_used_ == unescaped_.size()) unescaped_.emplace_back();
    auto& text = unescaped_[unescaped_used_++];
    text.clear();
    for (std::size_t i = 0; i < inside.size(); ++i) {
        text += inside[i];
        if (inside[i] == '"') ++i;
    }
    return text;
}

FieldPlace CsvReader::place(std::size_t index) const {
    const auto begin = field_begins_[index];
    const auto before = text_.substr(record_begin_, begin - record_begin_);
    const auto line = before.substr(before.find_last_of("\r\n") + 1); // npos + 1 is 0
    const auto characters = std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
    const bool quoted = begin < text_.size() && text_[begin] == '"';
    return {.line = record_line_ + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
            .column = static_cast<int>(characters) + (quoted ? 2 : 1)};
}

} // namespace cityweave::ingest
