#include "cli/secrets.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace cityweave::cli {

namespace {

constexpr std::string_view hidden = "…";

/// One line.
std::string without_passwords_in_line(std::string line) {
    if (auto begin = line.find(":/"); begin != std::string::npos) { // also where a slash is forgotten
        begin = std::min(line.find_first_not_of('/', begin + 1), line.size());
        const auto mark = line.rfind('@');
        if (mark != std::string::npos && mark > begin) line.replace(begin, mark - begin, hidden);
    }
    for (const std::string_view key : {"password=", "password%3D", "password%3d"})
        for (auto at = line.find(key); at != std::string::npos; at = line.find(key, at + 1)) {
            const auto value = at + key.size();
            line.replace(value, std::min(line.find_first_of("& ", value), line.size()) - value, hidden);
        }
    return line;
}

} // namespace

std::string without_passwords(const std::string& text) {
    std::string result;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        result += without_passwords_in_line(text.substr(begin, end - begin));
        begin = end;
    }
    return result;
}

} // namespace cityweave::cli
