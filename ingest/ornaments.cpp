#include "ingest/ornaments.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr char32_t first_flag_letter = 0x1F1E6; ///< regional indicator A

bool is_flag_letter(char32_t c) {
    return c >= first_flag_letter && c < first_flag_letter + 26;
}

/// Pictographs, dingbats that are no bullets, and what joins or varies them.
bool is_pictograph(char32_t c) {
    constexpr std::array bullets = {U'\u2713', U'\u2714', U'\u27A2', U'\u2794'};
    if (std::find(bullets.begin(), bullets.end(), c) != bullets.end()) return false;
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x200D || c == 0x20E3 ||
           (c >= 0xE0020 && c <= 0xE007F);
}

bool is_star(char32_t c) {
    return c == U'\u2605' || c == U'\u2606' || c == U'\u2B50';
}

/// Bytes of a UTF-8 sequence by its first byte.
std::size_t length_at(std::string_view text, std::size_t i) {
    const auto c = static_cast<unsigned char>(text[i]);
    return std::min<std::size_t>(c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2, text.size() - i);
}

/// "[12]", "[edit]" right behind a word; 0 where there is none.
std::size_t footnote_at(std::string_view text, std::size_t i) {
    constexpr std::size_t longest = 14;
    if (text[i] != '[' || i == 0 || text[i - 1] == ' ' || text[i - 1] == '!' || text[i - 1] == '\n') return 0;
    const auto close = text.substr(i, longest).find(']');
    if (close == std::string_view::npos || text.substr(i + close).starts_with("](")) return 0;
    const auto inside = text.substr(i + 1, close - 1);
    const bool number = !inside.empty() && std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
    constexpr std::array words = {"edit"sv, "bearbeiten"sv, "modifier"sv, "editar"sv, "modifica"sv, "bewerken"sv, "edytuj"sv};
    return number || std::find(words.begin(), words.end(), inside) != words.end() ? close + 1 : 0;
}

class Remover {
public:
    explicit Remover(std::string_view text) : text_(text) { out_.reserve(text.size()); }

    std::string run() {
        for (std::size_t i = 0; i < text_.size();) i += step(i);
        end_of_line();
        return std::move(out_);
    }

private:
    std::size_t step(std::size_t i) {
        const char c = text_[i];
        if (c == '\n' || c == '\r' || c == '<') end_of_line();
        if (c == '[')
            if (const auto length = footnote_at(text_, i)) return length;
        if (static_cast<unsigned char>(c) < 0x80) return out_ += c, 1;
        const auto length = length_at(text_, i);
        const auto point = base::code_points(text_.substr(i, length)).front();
        if (is_flag_letter(point)) return flag(i, length, point);
        if (is_star(point)) return out_ += '*', length; // a mark that pages explain
        if (is_pictograph(point)) return length + blank_behind(i + length);
        out_ += text_.substr(i, length);
        return length;
    }

    std::size_t flag(std::size_t i, std::size_t length, char32_t first) {
        const auto next = i + length;
        if (next >= text_.size()) return length;
        const auto next_length = length_at(text_, next);
        const auto second = base::code_points(text_.substr(next, next_length)).front();
        if (!is_flag_letter(second)) return length;
        end_of_line();
        code_ = {static_cast<char>('A' + (first - first_flag_letter)), static_cast<char>('A' + (second - first_flag_letter))};
        return length + next_length + blank_behind(next + next_length);
    }

    [[nodiscard]] std::size_t blank_behind(std::size_t i) const {
        return i < text_.size() && text_[i] == ' ' && (out_.empty() || out_.back() == '\n' || out_.back() == ' ' || out_.back() == '>') ? 1
                                                                                                                                        : 0;
    }

    void end_of_line() {
        if (code_.empty()) return;
        while (!out_.empty() && out_.back() == ' ') out_.pop_back();
        out_ += " (" + code_ + ')';
        code_.clear();
    }

    std::string_view text_;
    std::string out_;
    std::string code_; ///< of a flag seen on this line
};

} // namespace

std::string without_ornaments(std::string_view text) {
    return Remover(text).run();
}

} // namespace cityweave::ingest
