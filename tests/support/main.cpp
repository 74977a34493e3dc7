// The one main of every test program; Catch2 is compiled here once.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
