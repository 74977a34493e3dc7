#include "atlas/tables.hpp"

#include <fmt/format.h>

namespace cityweave::atlas {

base::Json RowReader::json(const char* column) const {
    auto value = base::parse_json(text(column));
    if (!value) fail(fmt::format("{} in column \"{}\"", value.problem().found, column), "JSON");
    return std::move(value).value();
}

} // namespace cityweave::atlas
