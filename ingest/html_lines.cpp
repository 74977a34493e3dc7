#include "ingest/html_lines.hpp"

#include <algorithm>
#include <utility>

namespace cityweave::ingest {

namespace {

std::size_t blank_length(std::string_view rest) {
    const auto c = rest[0];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') return 1;
    if (rest.starts_with("\xC2\xA0")) return 2;
    if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xEF\xBB\xBF")) return 3;
    return 0;
}

} // namespace

void LineBuilder::text(std::string_view text, int number) {
    for (std::size_t i = 0; i < text.size();) {
        if (text.substr(i).starts_with("\xC2\xAD")) { // soft hyphen
            i += 2;
            continue;
        }
        const auto length = blank_length(text.substr(i));
        if (text[i] == '\n') ++number;
        if (length > 0)
            pending_blank_ = !line_.text.empty();
        else
            put(text[i], number);
        i += std::max<std::size_t>(length, 1);
    }
}

void LineBuilder::flush(bool gap) {
    end_bold_run();
    if (!line_.text.empty()) {
        line_.blanks_before = std::exchange(blanks_, 0);
        line_.indent = indent;
        line_.heading = heading;
        line_.marker = std::exchange(marker, Marker::none);
        lines_.push_back(std::move(line_));
    }
    line_ = {};
    last_number_ = 0;
    pending_blank_ = false;
    if (gap) blanks_ = 1;
}

void LineBuilder::start_bold() {
    if (++bold_depth_ == 1 && !line_.text.empty()) bold_from_ = line_.text.size() + (pending_blank_ ? 1 : 0);
}

void LineBuilder::end_bold() {
    if (--bold_depth_ == 0) end_bold_run();
}

LineBuilder::Position LineBuilder::position() const {
    return {lines_.size(), line_.text.size()};
}

void LineBuilder::set_off(Position begin) {
    if (begin.line != lines_.size() || begin.byte >= line_.text.size()) return;
    if (begin.byte > 0 && line_.text[begin.byte] == ' ') ++begin.byte;
    if (line_.set_off.empty() || line_.set_off.back().begin < begin.byte) line_.set_off.push_back({begin.byte, line_.text.size()});
}

void LineBuilder::glue(std::string_view sign) {
    end_bold_run();
    if (line_.text.empty()) return;
    if (line_.text.back() != sign.front()) line_.text += sign.front();
    pending_blank_ = true;
}

void LineBuilder::row(Line line) {
    flush(false);
    line.blanks_before = std::exchange(blanks_, 0);
    line.indent = indent;
    lines_.push_back(std::move(line));
}

void LineBuilder::put(char c, int number) {
    if (line_.text.empty()) {
        line_.number = number;
        if (bold_depth_ > 0) bold_from_ = 0;
    }
    if (pending_blank_) line_.text += ' ';
    pending_blank_ = false;
    if (last_number_ != 0 && number != last_number_) line_.more_starts.push_back({line_.text.size(), number});
    last_number_ = number;
    line_.text += c;
}

void LineBuilder::end_bold_run() {
    if (bold_from_ && *bold_from_ < line_.text.size()) line_.bold.push_back({*bold_from_, line_.text.size()});
    bold_from_.reset();
}

} // namespace cityweave::ingest
