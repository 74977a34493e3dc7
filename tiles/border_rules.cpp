#include "tiles/border_rules.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace cityweave::tiles {

namespace {

using Fields = std::vector<std::string>;

/// One record of RFC 4180 from `at`, which moves behind it; `line` counts the line breaks passed.
Fields next_record(std::string_view csv, std::size_t& at, int& line) {
    Fields fields(1);
    bool quoted = false;
    for (; at < csv.size(); ++at) {
        const char c = csv[at];
        if (c == '\n') ++line;
        if (quoted && c == '"' && at + 1 < csv.size() && csv[at + 1] == '"') {
            fields.back() += csv[++at];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else if (c == '\n' && !quoted) {
            ++at;
            break;
        } else if (c != '\r' || quoted) {
            fields.back() += c;
        }
    }
    return fields;
}

std::optional<BorderAction> action_of(std::string_view word) {
    if (word == "is") return BorderAction::is;
    if (word == "part") return BorderAction::part;
    if (word == "cut") return BorderAction::cut;
    if (word == "drop") return BorderAction::drop;
    if (word == "disputed") return BorderAction::disputed;
    return std::nullopt;
}

/// Numbers separated by blanks and commas; none if something else stands between.
std::optional<std::vector<double>> numbers_in(std::string_view text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        if (*at == ' ' || *at == ',') {
            ++at;
            continue;
        }
        double number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc()) return std::nullopt;
        numbers.push_back(number);
        at = next;
    }
    return numbers;
}

std::optional<std::vector<geo::LonLat>> points_in(std::string_view text) {
    const auto numbers = numbers_in(text);
    if (!numbers || numbers->size() % 2 != 0) return std::nullopt;
    std::vector<geo::LonLat> points;
    for (std::size_t i = 0; i < numbers->size(); i += 2) {
        const auto point = geo::LonLat::from_degrees({.lon = (*numbers)[i], .lat = (*numbers)[i + 1]});
        if (!point) return std::nullopt;
        points.push_back(*point);
    }
    return points;
}

/// Whether the number of points suits the action.
bool suits(BorderAction action, const std::vector<geo::LonLat>& where) {
    const bool box = where.size() == 2 && where[0].lon() < where[1].lon() && where[0].lat() < where[1].lat();
    if (action == BorderAction::part) return box;
    if (action == BorderAction::cut) return where.size() >= 2;
    return where.empty() || (action == BorderAction::disputed && box);
}

bool is_code(std::string_view text) {
    return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

base::Result<BorderRule> rule_of(const Fields& fields, int line) {
    const auto problem = [&](std::string found, std::string expected) {
        return base::Problem{.code = "border-rule", .line = line, .found = std::move(found), .expected = std::move(expected)};
    };
    if (fields.size() != 6) return problem(std::to_string(fields.size()) + " fields", "6: rule,feature,other,where,source,why");
    const auto action = action_of(fields[0]);
    if (!action) return problem(fields[0], "is, part, cut, drop or disputed");
    if (fields[1].empty() || (*action == BorderAction::disputed && !is_code(fields[1])))
        return problem(fields[1], "a feature, or two letters");
    if (is_code(fields[2]) == (*action == BorderAction::drop)) return problem(fields[2], "two letters (nothing where dropped)");
    auto where = points_in(fields[3]);
    if (!where || !suits(*action, *where)) return problem(fields[3], "west south east north, or a line of lon lat");
    if (fields[4].empty()) return problem("no source", "a source for every correction");
    return BorderRule{
        .action = *action, .feature = fields[1], .other = fields[2], .where = std::move(*where), .source = fields[4], .line = line};
}

} // namespace

base::Result<std::vector<BorderRule>> read_border_rules(std::string_view csv, std::string_view file_name) {
    std::vector<BorderRule> rules;
    std::size_t at = 0;
    int line = 1;
    const Fields header = next_record(csv, at, line);
    if (header != Fields{"rule", "feature", "other", "where", "source", "why"}) {
        return base::Problem{.code = "border-rule",
                             .source = std::string(file_name),
                             .line = 1,
                             .found = header[0],
                             .expected = "the header rule,feature,other,where,source,why"};
    }
    while (at < csv.size()) {
        const int begins = line;
        auto rule = rule_of(next_record(csv, at, line), begins);
        if (!rule) {
            base::Problem problem = rule.problem();
            problem.source = file_name;
            return problem;
        }
        rules.push_back(std::move(rule).value());
    }
    return rules;
}

} // namespace cityweave::tiles
